#include "keys/codec/base64.h"
#include "keys/crypto/jwk.h"
#include "keys/crypto/signature.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

/* RFC 8037 A.2, which is RFC 8032 7.1, test 1. */
#define KEY_ED                                                    \
    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_" \
    "7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}"
/* RFC 8032 7.1, tests 2 and 3. */
#define KEY_ED_2                                                        \
    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"PUAXw-hDiVqStwqnTRt-" \
    "vJyYLM8uxJaMwM1V8Sr0Zgw\"}"
#define KEY_ED_3                                     \
    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"_" \
    "FHNjmIYoaONpH7QAjDwWAgW7RO6MwOsXeuRFUiQgCU\"}"
/* RFC 7515 A.3. */
#define KEY_EC                                         \
    "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":"         \
    "\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\"," \
    "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}"
/* RFC 6979 A.2.6. */
#define KEY_EC_384                                                                \
    "{\"kty\":\"EC\",\"crv\":\"P-384\","                                          \
    "\"x\":\"7DpOQVtOGaRWhhgCn0J_pdqai8SukuAuBqrlKGswDGTe-PDqkFWGYGSiVFFUgLwT\"," \
    "\"y\":\"gBXZty19VyROqO-awMYhiWcIpZNn-d-59UyoSz8cnbEoiyMcOuDU_nNE_SUzJkcg\"}"
/* RFC 7515 A.2. */
#define KEY_RSA                                                          \
    "{\"kty\":\"RSA\",\"n\":\"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_"        \
    "wWJcyQoTbji9k0l8W26mPddxHm"                                         \
    "fHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_"       \
    "YpRPEwOWvG6b32690r2jZ47so"                                          \
    "MZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-"       \
    "UTo7WTBEMa2R2CapHg665xsmt"                                          \
    "dVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_" \
    "h9iaGNj8q2ethFkMLs9"                                                \
    "1kzk2PAcDTW9gb54h4FRWyuXpoQ\",\"e\":\"AQAB\"}"
/* Made for this test. */
#define KEY_RSA_OURS                                                                     \
    "{\"kty\":\"RSA\",\"n\":"                                                            \
    "\"lyCeMU1qFvfuhZ8mvGv8ZSUrlXqwengDQYwu9qHHAPHZXcZPgeP6g6HNbVkj7FpJa49nBIgGzb1j9Ubx" \
    "61tV8KkxgkSKBPAc5RjG-3eQamiTApfYjUOAWwwIUTimSlYlHeXCgExA56v-"                       \
    "h8PDnnWLfWBXe52k0jHEgOy7tZkyjymiOImESlObLFh2FrYLZNzyBLdosIcOCPnWSO-"                \
    "VuGt3M8ic3SraXEx_ZU7YfY7N_A37LnRuk9j14rySvuvo-YIgmKkhYAKJk-_"                       \
    "1rDAl8jRh1IXXbCWNljKrtMg82FIgy1fwtdso_H4CvxaI8MvyhVDgDgJnOgqsDdyq61WHbsaMyQ\","     \
    "\"e\":\"AQAB\"}"

#define CLAIMS                                                                           \
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb2" \
    "90"                                                                                 \
    "Ijp0cnVlfQ"
#define ES256_MESSAGE "eyJhbGciOiJFUzI1NiJ9." CLAIMS
#define SIGNATURE_RS256                                                              \
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_" \
    "lF5YKt"                                                                         \
    "_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_"                     \
    "nZLgrnbyTyWzO75vRK5h6xBArL"                                                     \
    "IARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-"                \
    "eOkHWEsqtFZESc6BfI7no"                                                          \
    "OPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_"    \
    "IoypGlUPQ"                                                                      \
    "Ge77Rw"

/* The messages of RFC 8032 are octets: \x72 and \xaf\x82. */
static const struct {
    const char *name;
    const char *key;
    enum ts_signature_alg alg;
    const char *message;
    const char *signature;
} good[] = {
    { "RFC 8032 7.1 test 1, nothing signed", KEY_ED, TS_ALG_EDDSA, "",
      "5VZDAMNgrHKQhuLMgG6CioSHfx645dl02HPgZSJJAVVfuIIVkKM7rMYeOXAc-"
      "bRr0lv18FlbviRlUUFDjnoQCw" },
    { "RFC 8032 7.1 test 2", KEY_ED_2, TS_ALG_EDDSA, "\x72",
      "kqAJqfDUyrhyDoILX2QlQKKye1QWUD-Ps3YiI-"
      "vbadoIWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAA" },
    { "RFC 8032 7.1 test 3", KEY_ED_3, TS_ALG_EDDSA, "\xaf\x82",
      "YpHWV97sJAJIJ-acOr4BowzlSKKEdDpEXjaA19taw6wY_"
      "5tTjRbykK5n92CYTcZZSnwV6XFu0o3AJ77O6h7ECg" },
    { "RFC 8037 A.4", KEY_ED, TS_ALG_EDDSA,
      "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc",
      "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_"
      "MuM0K"
      "Ag" },
    { "RFC 7515 A.3", KEY_EC, TS_ALG_ES256, ES256_MESSAGE,
      "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-"
      "Kg6NU"
      "1Q" },
    { "RFC 6979 A.2.6, SHA-384", KEY_EC_384, TS_ALG_ES384, "sample",
      "lO27kqXsuKrUc25WxpGRaz-IFAZmzp-nPWTE6pWtEzyBpkgVLkSs-W423R6A-r5Gme9K6xXxeM6h_"
      "kDbJgMTjxMOdAoZYkUmIDtjUdCjqU-jKcFFeG5nnnuCxxo4YorI" },
    { "RFC 7515 A.2", KEY_RSA, TS_ALG_RS256, "eyJhbGciOiJSUzI1NiJ9." CLAIMS,
      SIGNATURE_RS256 },
    { "PSS with a salt of 32", KEY_RSA_OURS, TS_ALG_PS256, "a badge",
      "DbJIlxjAZdAnueET3ppluEx2er7u4IAoI4iYQ3-53q8FCUMP8O8q5YfqCkmCkdel38ypfBuKzm2k_"
      "NiZq772kWT8vKeMwyQMxLeEmtDRsF1qpHj3vzSvXER6_"
      "SjN7ylLS8RSEzs5dlstzhNpeAvf5dbYKy53alGCYW6WFqVu1vdisgNKwcMSoW8DrrKoOM4Ee0WrCE3oVzx"
      "5aKQhh_j8P3TuE3gSeprkD5TY0a5H_MCmKhNbC1cLbILTWhOyeFNXGyAlhyRMvhy-"
      "uFjKty0aMfwQtES8YhEDH5bwR2LeF7w1K1eFyEaOORqO1tSOSXSdveNJ3jrE-fXlMCr7McMKNg" },
};

static const struct {
    const char *name;
    const char *key;
    enum ts_signature_alg alg;
    const char *message;
    const char *signature;
    enum ts_status want;
} refused[] = {
    { "a signature of another message", KEY_ED_2, TS_ALG_EDDSA, "\x73",
      "kqAJqfDUyrhyDoILX2QlQKKye1QWUD-Ps3YiI-"
      "vbadoIWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAA",
      TS_UNTRUSTED },
    { "another key", KEY_ED_3, TS_ALG_EDDSA, "\x72",
      "kqAJqfDUyrhyDoILX2QlQKKye1QWUD-Ps3YiI-"
      "vbadoIWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAA",
      TS_UNTRUSTED },
    { "EdDSA with S + L (RFC 8032 5.1.7)", KEY_ED_2, TS_ALG_EDDSA, "\x72",
      "kqAJqfDUyrhyDoILX2QlQKKye1QWUD-Ps3YiI-vbadr1LbdBWXirxhssLrau6_"
      "ygOHsurrQwKu6wDSkWErsMEA",
      TS_UNTRUSTED },
    { "EdDSA of zeros", KEY_ED, TS_ALG_EDDSA, "",
      "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      "AAAA",
      TS_UNTRUSTED },
    { "ECDSA in DER", KEY_EC, TS_ALG_ES256, ES256_MESSAGE,
      "MEUCIA7RIVN5Y2xIPC9_"
      "FVgH1AKjsigDOvl8fheBmsMWnqZlAiEAxQoH04w8cOXY8S2vCEpUgKZlkMXyk1Cajz9_ioOjVNU",
      TS_UNTRUSTED },
    { "r of zero", KEY_EC, TS_ALG_ES256, ES256_MESSAGE,
      "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAADFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-"
      "Kg6NU1Q",
      TS_UNTRUSTED },
    { "s of zero", KEY_EC, TS_ALG_ES256, ES256_MESSAGE,
      "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-"
      "F4GawxaepmUAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
      TS_UNTRUSTED },
    { "both of zero", KEY_EC, TS_ALG_ES256, ES256_MESSAGE,
      "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      "AAAA",
      TS_UNTRUSTED },
    { "r of n", KEY_EC, TS_ALG_ES256, ES256_MESSAGE,
      "_____wAAAAD__________7zm-q2nF56E87nKwvxjJVHFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-"
      "Kg6NU1Q",
      TS_UNTRUSTED },
    { "s of n", KEY_EC, TS_ALG_ES256, ES256_MESSAGE,
      "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmX_____AAAAAP__________vOb6racXnoTzucrC_"
      "GMlUQ",
      TS_UNTRUSTED },
    { "r and s changed places", KEY_EC, TS_ALG_ES256, ES256_MESSAGE,
      "xQoH04w8cOXY8S2vCEpUgKZlkMXyk1Cajz9_"
      "ioOjVNUO0SFTeWNsSDwvfxVYB9QCo7IoAzr5fH4XgZrDFp6mZQ",
      TS_UNTRUSTED },
    { "PSS with a salt of 20", KEY_RSA_OURS, TS_ALG_PS256, "a badge",
      "kWaaAqmTs_UnFVQDHQgYGUD8rkME0MmPAYvoJXzyhr9mvvprWtrW_"
      "atS7BPFirGilde0tLVjAIE0ek96yPgFifkd3Ntz11EDSvWTJcZ7z9edrFjoCKw3Md8shsWeTvlwRo1-"
      "Ab3Ib9yE1p7vPOOz8B5PEzmGVaRslYIPn3pJLT0QW6rqVNR8F2ueBtG_wnj1W9yk9yBP3L8trYy3r19kt_"
      "gadpjt2aAJF2evT4y0d_IV1rB6z6UZB8FIBmfZSTPOOJOi-"
      "52uY4dedpwHFlvNIallaQ1vMuiMiahM6pcC62x82zHKPZhtTSUSsHYCoouNspRZ7hUE1p9ix3MFYkk1Tg",
      TS_UNTRUSTED },
    { "PSS with MGF1 of SHA-1", KEY_RSA_OURS, TS_ALG_PS256, "a badge",
      "OSRVx8gxu8po2NCMnffEpG8P5rSkI3W542WVQHLDJWOE-lHl91TtUbug9rQ_"
      "uMf2xNp7OTwaLQ2xdt17p2pMkWft8i1tdkHBo1GaXR9B_mrt7ba39biC1rlIx3y-YJtqp0ee1hY_3aM89_"
      "WBpU4bihX4MaW0fY_qmQDYQ7iJVO31SecPis-"
      "iadd6MdbkgQOorj4C28a8e8Fu9m4hKTM5bRanuJfNlhTVyqzmJBwJL-bKp_VNnfOGyFYnmWCngr-"
      "78QMTr9wPgu4LRsOg0S8IHDIZfg4WVqai7VCm0paEm7OVggz81qLg3dkBgoZgLgA_"
      "gtM2XffBj0vhgekWPGro_A",
      TS_UNTRUSTED },
    { "PKCS 1 of SHA-1", KEY_RSA_OURS, TS_ALG_RS256, "a badge",
      "bke3ww9-2u0NZ0wy0Izk_"
      "3x89FpEgMJoZZVXIMMbhabplVyjfY933w7OKFdR5Ycz8dww7YbFfYTxkwLxzRnSq5c5_"
      "00fti4mokvesgMlkmvBoq9Wb3YaWPUHCXkbVfRxMJSik51Plsi-mirK4Iy8QvPvIgg07-"
      "wfDAMBKxW9iY6l-fcXnCBbFVUEbJ_Vtdk2DGggA2w9a0WMa1Y1SQx5dqcmKQYrjm0jGR3swBtepdo-"
      "UxTi7gCbsMHFJshMIA0axWoi-6eE-"
      "FVLjQ1oxedx55Az15CMG3W0p67z4MfdvccRukIORE20WFE3V2ttiL3IXA0sltFLC6VjDgWjyrUq9A",
      TS_UNTRUSTED },
    { "PKCS 1 where PSS is meant", KEY_RSA_OURS, TS_ALG_PS256, "a badge",
      "S5wCsv071b83Ji8sWOKtrNU20hAx67K1voyIXKXrSltnLTufKsURKbt8iV4WhsLSba7WChBla990jHsYq_"
      "YYNF9E16_ObLbhcIkNX6hf5OLHx9-L9WqKF24ihiF-2ThTxI63jJHjlFejYJ_KmzxLN-"
      "DkeY0av6orQerGymnPtgKXjdA64sPwHx7_i4uEn0I8TWDMcogsG1uLbC5lRRSztTTCMqGJcFuzT-"
      "yd5gDeEuIExLY7XJGp8YGpK_MQWMJCAnWc2b7pnPEGeM6GU3hPbh99CX9Jl__"
      "rkMWuOxOcuuCgqisDatPdu6O58nAj6e98IoZkODX3Qtr2E_-RFR8taQ",
      TS_UNTRUSTED },
    { "PSS where PKCS 1 is meant", KEY_RSA_OURS, TS_ALG_RS256, "a badge",
      "DbJIlxjAZdAnueET3ppluEx2er7u4IAoI4iYQ3-53q8FCUMP8O8q5YfqCkmCkdel38ypfBuKzm2k_"
      "NiZq772kWT8vKeMwyQMxLeEmtDRsF1qpHj3vzSvXER6_"
      "SjN7ylLS8RSEzs5dlstzhNpeAvf5dbYKy53alGCYW6WFqVu1vdisgNKwcMSoW8DrrKoOM4Ee0WrCE3oVzx"
      "5aKQhh_j8P3TuE3gSeprkD5TY0a5H_MCmKhNbC1cLbILTWhOyeFNXGyAlhyRMvhy-"
      "uFjKty0aMfwQtES8YhEDH5bwR2LeF7w1K1eFyEaOORqO1tSOSXSdveNJ3jrE-fXlMCr7McMKNg",
      TS_UNTRUSTED },
    { "no algorithm", KEY_ED, TS_ALG_NONE, "",
      "5VZDAMNgrHKQhuLMgG6CioSHfx645dl02HPgZSJJAVVfuIIVkKM7rMYeOXAc-"
      "bRr0lv18FlbviRlUUFDjnoQCw",
      TS_UNSUPPORTED },
    { "ES256 with a key for EdDSA", KEY_ED, TS_ALG_ES256, "",
      "5VZDAMNgrHKQhuLMgG6CioSHfx645dl02HPgZSJJAVVfuIIVkKM7rMYeOXAc-"
      "bRr0lv18FlbviRlUUFDjnoQCw",
      TS_UNSUPPORTED },
    { "ES384 with a key on P-256", KEY_EC, TS_ALG_ES384, ES256_MESSAGE,
      "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-"
      "Kg6NU1Q",
      TS_UNSUPPORTED },
    { "ES256 with a key on P-384", KEY_EC_384, TS_ALG_ES256, ES256_MESSAGE,
      "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-"
      "Kg6NU1Q",
      TS_UNSUPPORTED },
    { "EdDSA with an RSA key", KEY_RSA, TS_ALG_EDDSA, "",
      "5VZDAMNgrHKQhuLMgG6CioSHfx645dl02HPgZSJJAVVfuIIVkKM7rMYeOXAc-"
      "bRr0lv18FlbviRlUUFDjnoQCw",
      TS_UNSUPPORTED },
    { "RS256 with a key on P-256", KEY_EC, TS_ALG_RS256, ES256_MESSAGE,
      "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-"
      "Kg6NU1Q",
      TS_UNSUPPORTED },
};

static struct ts_public_key
key_of(struct ts_arena *arena, const char *jwk)
{
    struct ts_public_key key;
    const struct ts_json *json;
    assert_status(ts_json_parse(arena, &json, ts_span_text(jwk), NULL), TS_OK);
    assert_status(ts_jwk_read(arena, &key, NULL, json), TS_OK);
    return key;
}

static ts_span
octets_of(struct ts_arena *arena, const char *base64url)
{
    ts_span octets;
    assert_status(ts_base64url_decode(arena, &octets, ts_span_text(base64url)), TS_OK);
    return octets;
}

static void
published_signatures_hold(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(65536);
    for (size_t i = 0; i < TS_COUNT(good); i++) {
        struct ts_public_key key = key_of(&arena, good[i].key);
        ts_span message = ts_span_text(good[i].message);
        ts_span signature = octets_of(&arena, good[i].signature);
        ts_test_row(good[i].name);
        assert_status(ts_signature_check(&key, good[i].alg, message, signature), TS_OK);
    }
    ts_test_arena_free(&arena);
}

static void
everything_else_is_refused(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(65536);
    for (size_t i = 0; i < TS_COUNT(refused); i++) {
        struct ts_public_key key = key_of(&arena, refused[i].key);
        ts_span message = ts_span_text(refused[i].message);
        ts_span signature = octets_of(&arena, refused[i].signature);
        ts_test_row(refused[i].name);
        assert_status(ts_signature_check(&key, refused[i].alg, message, signature),
                      refused[i].want);
    }
    ts_test_arena_free(&arena);
}

static void
every_flipped_bit_of_a_signature_is_noticed(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(65536);
    for (size_t i = 0; i < TS_COUNT(good); i++) {
        struct ts_public_key key = key_of(&arena, good[i].key);
        ts_span message = ts_span_text(good[i].message);
        ts_span signature = octets_of(&arena, good[i].signature);
        uint8_t *bent = ts_test_exact_copy(signature);
        ts_test_row(good[i].name);
        for (size_t bit = 0; bit < signature.len * 8; bit++) {
            bent[bit / 8] ^= (uint8_t)(1 << bit % 8);
            assert_status(ts_signature_check(&key, good[i].alg, message,
                                             (ts_span){ bent, signature.len }),
                          TS_UNTRUSTED);
            bent[bit / 8] ^= (uint8_t)(1 << bit % 8);
        }
        free(bent);
    }
    ts_test_arena_free(&arena);
}

static void
every_flipped_bit_of_a_message_is_noticed(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(65536);
    for (size_t i = 0; i < TS_COUNT(good); i++) {
        struct ts_public_key key = key_of(&arena, good[i].key);
        ts_span message = ts_span_text(good[i].message);
        ts_span signature = octets_of(&arena, good[i].signature);
        uint8_t *bent = ts_test_exact_copy(message);
        ts_test_row(good[i].name);
        for (size_t bit = 0; bit < message.len * 8; bit++) {
            bent[bit / 8] ^= (uint8_t)(1 << bit % 8);
            assert_status(ts_signature_check(&key, good[i].alg,
                                             (ts_span){ bent, message.len }, signature),
                          TS_UNTRUSTED);
            bent[bit / 8] ^= (uint8_t)(1 << bit % 8);
        }
        free(bent);
    }
    ts_test_arena_free(&arena);
}

static void
every_other_length_is_refused(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(65536);
    for (size_t i = 0; i < TS_COUNT(good); i++) {
        struct ts_public_key key = key_of(&arena, good[i].key);
        ts_span message = ts_span_text(good[i].message);
        ts_span signature = octets_of(&arena, good[i].signature);
        uint8_t longer[600] = { 0 };
        memcpy(longer, signature.at, signature.len);
        ts_test_row(good[i].name);
        for (size_t len = 0; len <= signature.len + 8; len++) {
            uint8_t *exact = ts_test_exact_copy((ts_span){ longer, len });
            assert_status(
                ts_signature_check(&key, good[i].alg, message, (ts_span){ exact, len }),
                len == signature.len ? TS_OK : TS_UNTRUSTED);
            free(exact);
        }
    }
    ts_test_arena_free(&arena);
}

/* Octets that no reader of ours would have let through. */
static void
what_is_no_key_is_malformed(void **state)
{
    (void)state;
    uint8_t zeros[512] = { 0 };
    uint8_t even[256] = { 0x80 };
    uint8_t small[128] = { 0x80, [127] = 1 };
    uint8_t odd[256] = { 0x80, [255] = 1 };
    uint8_t hybrid[65] = { 6 };
    uint8_t infinity[1] = { 0 };
    const struct {
        const char *name;
        enum ts_signature_alg alg;
        struct ts_public_key key;
    } rows[] = {
        { "Ed25519 of 31 octets",
          TS_ALG_EDDSA,
          { .kind = TS_KEY_ED25519, .point = { zeros, 31 } } },
        { "Ed25519 of 33 octets",
          TS_ALG_EDDSA,
          { .kind = TS_KEY_ED25519, .point = { zeros, 33 } } },
        { "P-256 without octets", TS_ALG_ES256, { .kind = TS_KEY_P256 } },
        { "P-256 at infinity",
          TS_ALG_ES256,
          { .kind = TS_KEY_P256, .point = TS_SPAN_OF(infinity) } },
        { "P-256 in the hybrid form",
          TS_ALG_ES256,
          { .kind = TS_KEY_P256, .point = TS_SPAN_OF(hybrid) } },
        { "P-384 of zeros",
          TS_ALG_ES384,
          { .kind = TS_KEY_P384, .point = { zeros, 97 } } },
        { "RSA without numbers", TS_ALG_RS256, { .kind = TS_KEY_RSA } },
        { "RSA of 1024 bits",
          TS_ALG_RS256,
          { TS_KEY_RSA, { 0 }, TS_SPAN_OF(small), TS_SPAN_LIT("\1\0\1") } },
        { "an even modulus",
          TS_ALG_RS256,
          { TS_KEY_RSA, { 0 }, TS_SPAN_OF(even), TS_SPAN_LIT("\1\0\1") } },
        { "a modulus with a leading zero",
          TS_ALG_PS256,
          { TS_KEY_RSA, { 0 }, TS_SPAN_OF(zeros), TS_SPAN_LIT("\1\0\1") } },
        { "an exponent of 1",
          TS_ALG_RS256,
          { TS_KEY_RSA, { 0 }, TS_SPAN_OF(odd), TS_SPAN_LIT("\1") } },
        { "an exponent of 2",
          TS_ALG_RS256,
          { TS_KEY_RSA, { 0 }, TS_SPAN_OF(odd), TS_SPAN_LIT("\2") } },
        { "an exponent above 2^32",
          TS_ALG_RS256,
          { TS_KEY_RSA, { 0 }, TS_SPAN_OF(odd), TS_SPAN_LIT("\1\0\0\0\1") } },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_test_row(rows[i].name);
        assert_status(ts_signature_check(&rows[i].key, rows[i].alg, TS_SPAN_LIT("m"),
                                         (ts_span){ zeros, 64 }),
                      TS_MALFORMED);
    }
}

static void
names_are_those_of_the_registries(void **state)
{
    (void)state;
    static const struct {
        enum ts_signature_alg alg;
        const char *jose;
        int64_t cose;
    } names[] = {
        { TS_ALG_EDDSA, "EdDSA", -8 },   { TS_ALG_ES256, "ES256", -7 },
        { TS_ALG_ES384, "ES384", -35 },  { TS_ALG_PS256, "PS256", -37 },
        { TS_ALG_RS256, "RS256", -257 },
    };
    for (size_t i = 0; i < TS_COUNT(names); i++) {
        assert_int_equal(ts_signature_alg_from_jose(ts_span_text(names[i].jose)),
                         names[i].alg);
        assert_int_equal(ts_signature_alg_from_cose(names[i].cose), names[i].alg);
        assert_string_equal(ts_signature_alg_jose_name(names[i].alg), names[i].jose);
    }
    static const char *others[] = {
        "",    "none",  "None",  "HS256", "ES256K", "ES512",
        "RS1", "RS384", "PS512", "es256", "EdDSA ", "ES2567"
    };
    for (size_t i = 0; i < TS_COUNT(others); i++)
        assert_int_equal(ts_signature_alg_from_jose(ts_span_text(others[i])),
                         TS_ALG_NONE);
    static const int64_t numbers[] = {
        0, 5, 7, -6, -36, -38, -65535, INT64_MIN, INT64_MAX
    };
    for (size_t i = 0; i < TS_COUNT(numbers); i++)
        assert_int_equal(ts_signature_alg_from_cose(numbers[i]), TS_ALG_NONE);
    assert_string_equal(ts_signature_alg_jose_name(TS_ALG_NONE), "");
    assert_int_equal(ts_signature_key_kind(TS_ALG_NONE), TS_KEY_NONE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_signatures_hold),
        cmocka_unit_test(everything_else_is_refused),
        cmocka_unit_test(every_flipped_bit_of_a_signature_is_noticed),
        cmocka_unit_test(every_flipped_bit_of_a_message_is_noticed),
        cmocka_unit_test(every_other_length_is_refused),
        cmocka_unit_test(what_is_no_key_is_malformed),
        cmocka_unit_test(names_are_those_of_the_registries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
