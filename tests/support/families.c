#include "tests/support/families.h"

#include "keys/codec/base32.h"
#include "keys/codec/base45.h"
#include "keys/codec/base64.h"
#include "keys/codec/cbor_writer.h"
#include "keys/codec/deflate.h"
#include "keys/codec/json_writer.h"
#include "keys/crypto/jwk.h"
#include "tests/support/support.h"

#include <string.h>

static const char COLLEGE[] = "did:web:college.example";
static const char HEALTH[] = "https://health.example";

const char *const ts_sample_certificate =
    "MIIBBzCBraADAgECAgEBMAoGCCqGSM49BAMCMA0xCzAJBgNVBAYTAlVUMB4XDTI2MDEwMTAwMDAwMFoXDTM2"
    "MDEwMTAwMDAwMFowDTELMAkGA1UEBhMCVVQwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASsUPeSKsBtF67L"
    "EHDi1sLXfbXHQeX-5Rf4PymZI3ZjpP4HW04h5M8SHbX1-Tgjl098GggkJbuAwZqq7gYNo8ToMAoGCCqGSM49"
    "BAMCA0kAMEYCIQD0Vhbb2oEqgS07jQWF48v4egKQOiyA3GYCozJjrd7MJwIhANSLrJrI69vRhq-nPER7Jrll"
    "vGQmhAIjuYvt0VmtmNrf";
const char *const ts_sample_certificate_other =
    "MIIBBjCBraADAgECAgEBMAoGCCqGSM49BAMCMA0xCzAJBgNVBAYTAlVUMB4XDTI2MDEwMTAwMDAwMFoXDTM2"
    "MDEwMTAwMDAwMFowDTELMAkGA1UEBhMCVVQwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARosTDBlTbhFsdT"
    "-khOIr5UH_a-wrdkegY1vClHlHojlh2JYeXnUtGHiuRsgo5bXXYFHA_ajB2TYKTFLGeM74adMAoGCCqGSM49"
    "BAMCA0gAMEUCIQCMmgt1TNOLtEb61AkNARWgC_r_M7ofcTrKbwI0BuzPkwIgLwt99bdZ6zWDCGwWavgNPW7v"
    "0NHO1YOexbJqAruVvnE=";
const char *const ts_sample_certificate_p384 =
    "MIIBQjCByqADAgECAgEBMAoGCCqGSM49BAMCMA0xCzAJBgNVBAYTAlVUMB4XDTI2MDEwMTAwMDAwMFoXDTM2"
    "MDEwMTAwMDAwMFowDTELMAkGA1UEBhMCVVQwdjAQBgcqhkjOPQIBBgUrgQQAIgNiAAQVMpA8SS7ySE50OCY6"
    "2UESXmG-WUEy2haJd-HMccA_0Qb_A07KQoOKYc3wydxf7oQOg1mpr_g_XwNSzVBJhUVu6cPBt3RutWJzGB5R"
    "by4cpecZ6LG5UdAQ-x6ctRL05MQwCgYIKoZIzj0EAwIDZwAwZAIwMHlttouImfPlgS-GMwgj3sfAyJEgz4eg"
    "yW-rsITvJaVtq4HZSwdfh054y-det6AzAjB6TYlsAjJdk-Z6jj1IXvPhV86Ra6rtFA_jVkhnxJ0yDnenOidQ"
    "ZsXIAtEu11y4Tko=";
static const char POINT_P384[] =
    "041532903c492ef2484e7438263ad941125e61be594132da168977e1cc71c03fd106ff034eca42838a61"
    "cdf0c9dc5fee840e8359a9aff83f5f0352cd504985456ee9c3c1b7746eb56273181e516f2e1ca5e719e8"
    "b1b951d010fb1e9cb512f4e4c4";

static const char PASS[] =
    "{\"1\":\"did:web:college.example\",\"5\":1767225600,\"4\":1798761600,"
    "\"7\":\"h'60a4f54d4e304332be33ad78b1eafa4b'\",\"vc\":{"
    "\"@context\":[\"https://www.w3.org/2018/credentials/v1\"],\"version\":\"1.0.0\","
    "\"type\":[\"VerifiableCredential\",\"PublicCovidPass\"],"
    "\"credentialSubject\":{\"givenName\":\"Mina\",\"familyName\":\"Roy\","
    "\"dob\":\"1990-02-26\"}}}";
static const char COMPACT[] = "{\"1\":\"did:web:college.example\",\"5\":1767225600,"
                              "\"4\":1798761600,\"name\":\"Mina Roy\","
                              "\"type\":\"Working at heights\","
                              "\"7\":\"h'60a4f54d4e304332be33ad78b1eafa4b'\"}";
static const char IDENTITY[] =
    "{\"1\":\"did:web:college.example\",\"4\":1798761600,\"6\":1767225600,\"169\":{"
    "\"1\":\"3918592438\",\"4\":\"Mina Roy\",\"8\":\"19900226\",\"9\":2,"
    "\"62\":[{\"0\":\"h'524946460000'\",\"1\":0,\"2\":4}]}}";
static const char HEALTH_CLAIMS[] =
    "{\"iss\":\"https://health.example\",\"nbf\":1767225600.189,\"vc\":{\"type\":["
    "\"https://smarthealth.cards#health-card\",\"https://"
    "smarthealth.cards#immunization\"],"
    "\"credentialSubject\":{\"fhirVersion\":\"4.0.1\",\"fhirBundle\":{"
    "\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":["
    "{\"fullUrl\":\"resource:0\",\"resource\":{\"resourceType\":\"Patient\","
    "\"name\":[{\"family\":\"Roy\",\"given\":[\"Mina\"]}],\"birthDate\":\"1990-02-26\"}},"
    "{\"fullUrl\":\"resource:1\",\"resource\":{\"resourceType\":\"Immunization\","
    "\"status\":\"completed\",\"occurrenceDateTime\":\"2026-01-01\"}}]}}}}";
static const char SEAL[] =
    "{\"hdr\":{\"is\":\"UTO\",\"t\":\"icao.vacc\",\"v\":1},\"msg\":{\"uvci\":\"U32870\","
    "\"pid\":{\"n\":\"ROY  MINA\"},\"ve\":[{\"des\":\"XM68M6\","
    "\"vd\":[{\"dvc\":\"2026-03-03\"}]}]}}";

static ts_span
kept(struct ts_arena *arena, const struct ts_writer *w)
{
    ts_span bytes;
    TS_CHECK(ts_writer_end(w, &bytes) == TS_OK);
    ts_arena_keep(arena, bytes.len);
    return bytes;
}

static ts_span
sign(struct ts_arena *arena, ts_span message)
{
    struct ts_signer signer = ts_sample_signer(COLLEGE, TS_KEY_P256);
    ts_span signature;
    TS_CHECK(ts_secret_key_sign(arena, &signature, &signer.key, message) == TS_OK);
    ts_signer_destroy(&signer);
    return signature;
}

/* RFC 9052 3.1: 1 alg, 4 kid. */
static ts_span
header_map(struct ts_arena *arena, const struct ts_sample_cose_wishes *wishes)
{
    const char *kid = wishes->kid ? wishes->kid : "key-1";
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    ts_cbor_write_map(&w, wishes->alg_unprotected ? 1 : 2);
    if (!wishes->alg_unprotected) {
        ts_cbor_write_unsigned(&w, 1);
        ts_cbor_write_integer(&w, wishes->alg ? wishes->alg : -7);
    }
    ts_cbor_write_unsigned(&w, 4);
    ts_cbor_write_bytes(&w, ts_span_text(kid));
    return kept(arena, &w);
}

ts_span
ts_sample_cose(struct ts_arena *arena, ts_span payload,
               struct ts_sample_cose_wishes wishes)
{
    ts_span header = header_map(arena, &wishes);
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    ts_cbor_write_array(&w, 4);
    ts_cbor_write_text(&w, TS_SPAN_LIT("Signature1"));
    ts_cbor_write_bytes(&w, header);
    ts_cbor_write_bytes(&w, (ts_span){ 0 });
    ts_cbor_write_bytes(&w, payload);
    ts_span signature = sign(arena, kept(arena, &w));
    if (wishes.is_unsigned)
        signature.len = 0;

    w = ts_writer_over(ts_arena_rest(arena));
    ts_cbor_write_tag(&w, 18);
    ts_cbor_write_array(&w, 4);
    ts_cbor_write_bytes(&w, header);
    ts_cbor_write_map(&w, wishes.alg_unprotected);
    if (wishes.alg_unprotected) {
        ts_cbor_write_unsigned(&w, 1);
        ts_cbor_write_integer(&w, -7);
    }
    ts_cbor_write_bytes(&w, payload);
    ts_cbor_write_bytes(&w, signature);
    return kept(arena, &w);
}

static ts_span
base32_code(struct ts_arena *arena, const char *scheme, ts_span cose)
{
    ts_span text;
    TS_CHECK(ts_base32_encode(arena, &text, cose) == TS_OK);
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    ts_write_text(&w, scheme);
    ts_write_bytes(&w, text);
    return kept(arena, &w);
}

ts_span
ts_sample_nzcp(struct ts_arena *arena, const char *claims,
               struct ts_sample_cose_wishes wishes)
{
    ts_span payload = ts_sample_cbor(arena, claims ? claims : PASS);
    return base32_code(arena, "NZCP:/1/", ts_sample_cose(arena, payload, wishes));
}

ts_span
ts_sample_compact(struct ts_arena *arena, const char *claims)
{
    ts_span payload = ts_sample_cbor(arena, claims ? claims : COMPACT);
    ts_span cose = ts_sample_cose(arena, payload, (struct ts_sample_cose_wishes){ 0 });
    return base32_code(arena, "CSC:/1/", cose);
}

ts_span
ts_sample_claim_169(struct ts_arena *arena, const char *claims,
                    struct ts_sample_cose_wishes wishes)
{
    ts_span payload = ts_sample_cbor(arena, claims ? claims : IDENTITY);
    ts_span packed = ts_sample_cose(arena, payload, wishes);
    ts_span text;
    TS_CHECK(ts_deflate(arena, &packed, packed, TS_DEFLATE_ZLIB) == TS_OK);
    TS_CHECK(ts_base45_encode(arena, &text, packed) == TS_OK);
    return text;
}

/* RFC 7638 of the sample key. */
static ts_span
thumbprint(struct ts_arena *arena)
{
    uint8_t digest[TS_SHA256_SIZE];
    struct ts_signer signer = ts_sample_signer(COLLEGE, TS_KEY_P256);
    struct ts_public_key key = ts_secret_key_public(&signer.key);
    ts_span text;
    TS_CHECK(ts_jwk_thumbprint(arena, digest, &key) == TS_OK);
    TS_CHECK(ts_base64url_encode(arena, &text, TS_SPAN_OF(digest)) == TS_OK);
    ts_signer_destroy(&signer);
    return text;
}

static ts_span
join(struct ts_arena *arena, ts_span left, const char *between, ts_span right)
{
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    ts_write_bytes(&w, left);
    ts_write_text(&w, between);
    ts_write_bytes(&w, right);
    return kept(arena, &w);
}

static ts_span
encoded(struct ts_arena *arena, ts_span bytes)
{
    ts_span text;
    TS_CHECK(ts_base64url_encode(arena, &text, bytes) == TS_OK);
    return text;
}

static ts_span
health_header(struct ts_arena *arena)
{
    ts_span start = TS_SPAN_LIT("{\"zip\":\"DEF\",\"alg\":\"ES256\",\"kid\":\"");
    return join(arena, join(arena, start, "", thumbprint(arena)), "\"}", (ts_span){ 0 });
}

ts_span
ts_sample_health_card(struct ts_arena *arena, const char *header, const char *claims)
{
    ts_span head = header ? ts_span_text(header) : health_header(arena);
    ts_span payload = ts_span_text(claims ? claims : HEALTH_CLAIMS);
    TS_CHECK(ts_deflate(arena, &payload, payload, TS_DEFLATE_RAW) == TS_OK);
    ts_span message = join(arena, encoded(arena, head), ".", encoded(arena, payload));
    ts_span jws = join(arena, message, ".", encoded(arena, sign(arena, message)));
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    ts_write_text(&w, "shc:/");
    for (size_t i = 0; i < jws.len; i++) {
        ts_write_u8(&w, (uint8_t)('0' + (jws.at[i] - 45) / 10));
        ts_write_u8(&w, (uint8_t)('0' + (jws.at[i] - 45) % 10));
    }
    return kept(arena, &w);
}

/* RFC 9901 4.2.1: the digest is over the disclosure as it is written. */
ts_span
ts_sample_sd_jwt_vc(struct ts_arena *arena)
{
    uint8_t digest[TS_SHA256_SIZE];
    ts_span disclosure =
        encoded(arena, TS_SPAN_LIT("[\"c2FsdHNhbHRzYWx0c2FsdA\",\"name\",\"Mina Roy\"]"));
    ts_sha256(digest, disclosure);
    ts_span claims =
        join(arena,
             TS_SPAN_LIT("{\"iss\":\"did:web:college.example\",\"vct\":"
                         "\"https://college.example/permit\",\"nbf\":1767225600,"
                         "\"exp\":1798761600,\"_sd_alg\":\"sha-256\",\"_sd\":[\""),
             "", encoded(arena, TS_SPAN_OF(digest)));
    claims = join(arena, claims, "\"]}", (ts_span){ 0 });
    ts_span head = TS_SPAN_LIT("{\"alg\":\"ES256\",\"typ\":\"dc+sd-jwt\","
                               "\"kid\":\"did:web:college.example#key-1\"}");
    ts_span message = join(arena, encoded(arena, head), ".", encoded(arena, claims));
    ts_span jws = join(arena, message, ".", encoded(arena, sign(arena, message)));
    return join(arena, join(arena, jws, "~", disclosure), "~", (ts_span){ 0 });
}

ts_span
ts_sample_health_list(struct ts_arena *arena)
{
    ts_span start =
        join(arena, ts_span_text(HEALTH), "/.well-known/crl/", (ts_span){ 0 });
    return join(arena, join(arena, start, "", thumbprint(arena)), ".json",
                (ts_span){ 0 });
}

/* X.690: the number without needless zeros, with one where it would be negative. */
static void
write_integer(struct ts_writer *w, ts_span number)
{
    while (number.len > 1 && number.at[0] == 0)
        number = ts_span_part(number, 1, number.len);
    bool pad = number.at[0] & 0x80;
    ts_write_u8(w, 0x02);
    ts_write_u8(w, (uint8_t)(number.len + pad));
    if (pad)
        ts_write_u8(w, 0);
    ts_write_bytes(w, number);
}

static ts_span
as_der(struct ts_arena *arena, ts_span raw)
{
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    write_integer(&w, ts_span_part(raw, 0, 32));
    write_integer(&w, ts_span_part(raw, 32, 32));
    ts_span numbers = kept(arena, &w);
    w = ts_writer_over(ts_arena_rest(arena));
    ts_write_u8(&w, 0x30);
    ts_write_u8(&w, (uint8_t)numbers.len);
    ts_write_bytes(&w, numbers);
    return kept(arena, &w);
}

static ts_span
seal_signature(struct ts_arena *arena, const struct ts_json *data, bool der)
{
    ts_span message;
    TS_CHECK(ts_jcs_text(arena, &message, data, NULL) == TS_OK);
    ts_span raw = sign(arena, message);
    return encoded(arena, der ? as_der(arena, raw) : raw);
}

ts_span
ts_sample_vds_nc(struct ts_arena *arena, const char *data,
                 struct ts_sample_vds_wishes wishes)
{
    ts_span text = ts_span_text(data ? data : SEAL);
    const struct ts_json *root;
    TS_CHECK(ts_json_parse(arena, &root, text, NULL) == TS_OK);
    ts_span signature = wishes.signature ? ts_span_text(wishes.signature)
                                         : seal_signature(arena, root, wishes.as_der);
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    ts_write_text(&w, "{\"data\":");
    ts_write_bytes(&w, text);
    ts_write_text(&w, ",\"sig\":{\"alg\":\"");
    ts_write_text(&w, wishes.alg ? wishes.alg : "ES256");
    ts_write_text(&w, "\",\"cer\":\"");
    ts_write_text(&w, wishes.certificate ? wishes.certificate : ts_sample_certificate);
    ts_write_text(&w, "\",\"sigvl\":\"");
    ts_write_bytes(&w, signature);
    ts_write_text(&w, "\"}}");
    return kept(arena, &w);
}

static struct ts_issuer_key
listed_key(struct ts_arena *arena, const char *id)
{
    struct ts_signer signer = ts_sample_signer(COLLEGE, TS_KEY_P256);
    struct ts_issuer_key key = { .id = ts_span_text(id),
                                 .key = ts_secret_key_public(&signer.key),
                                 .not_before = TS_UTC_ALWAYS,
                                 .not_after = TS_UTC_NEVER };
    TS_CHECK(ts_arena_copy(arena, &key.key.point, key.key.point));
    ts_signer_destroy(&signer);
    return key;
}

struct ts_trust
ts_sample_family_trust(struct ts_arena *arena)
{
    struct ts_issuer *issuers = ts_arena_take_array(arena, 3, sizeof(*issuers));
    struct ts_text_in *name = ts_arena_take(arena, sizeof(*name));
    struct ts_issuer_key *keys = ts_arena_take_array(arena, 4, sizeof(*keys));
    TS_CHECK(issuers && name && keys);
    *name = (struct ts_text_in){ TS_SPAN_LIT("en"), TS_SPAN_LIT("Northern College") };
    keys[0] = listed_key(arena, "did:web:college.example#key-1");
    keys[1] = listed_key(arena, "");
    keys[2] = listed_key(arena, "");
    keys[3] = (struct ts_issuer_key){
        .key = { .kind = TS_KEY_P384, .point = ts_test_hex(arena, POINT_P384) },
        .not_before = TS_UTC_ALWAYS,
        .not_after = TS_UTC_NEVER,
    };
    issuers[0] =
        (struct ts_issuer){ .id = TS_SPAN_LIT("UTO"), .keys = &keys[2], .key_count = 2 };
    issuers[1] = (struct ts_issuer){ .id = ts_span_text(COLLEGE),
                                     .keys = &keys[0],
                                     .key_count = 1 };
    issuers[2] = (struct ts_issuer){ .id = ts_span_text(HEALTH),
                                     .keys = &keys[1],
                                     .key_count = 1 };
    for (size_t i = 0; i < 3; i++) {
        issuers[i].names = name;
        issuers[i].name_count = 1;
    }
    return (struct ts_trust){
        .epoch = 1,
        .issued = TS_SAMPLE_NOW,
        .expires = TS_UTC_NEVER,
        .issuers = { .epoch = 1,
                     .issued = TS_SAMPLE_NOW,
                     .issuers = issuers,
                     .count = 3 },
    };
}
