#include "keys/crypto/making.h"
#include "keys/crypto/random.h"

#include <sodium.h>
#include <string.h>

void
ts_ed25519_public(uint8_t point[static 32], const uint8_t seed[static 32])
{
    uint8_t expanded[crypto_sign_SECRETKEYBYTES];
    (void)crypto_sign_seed_keypair(point, expanded, seed);
    sodium_memzero(expanded, sizeof(expanded));
}

void
ts_ed25519_sign(uint8_t signature[static 64], const struct ts_secret_key *key,
                ts_span message)
{
    /* The library's "secret key" is the seed and the point, as key holds them. */
    uint8_t expanded[crypto_sign_SECRETKEYBYTES];
    memcpy(expanded, key->secret, 32);
    memcpy(expanded + 32, key->point, 32);
    (void)crypto_sign_detached(signature, NULL, message.at, message.len, expanded);
    sodium_memzero(expanded, sizeof(expanded));
}

void
ts_wipe(void *at, size_t len)
{
    sodium_memzero(at, len);
}

static bool
derive(uint8_t key[static crypto_secretbox_KEYBYTES],
       const uint8_t salt[static TS_SEAL_SALT_SIZE], struct ts_seal_cost cost,
       ts_span passphrase)
{
    static const char nothing[1];
    const char *text = passphrase.len ? (const char *)passphrase.at : nothing;
    /* It picks the implementations; that it found no random source is no matter. */
    int started = sodium_init();
    (void)started;
    return crypto_pwhash(key, crypto_secretbox_KEYBYTES, text, passphrase.len, salt,
                         (unsigned long long)cost.passes, (size_t)cost.bytes,
                         crypto_pwhash_ALG_ARGON2ID13)
           == 0;
}

enum ts_status
ts_seal(ts_room sealed, uint8_t salt[static TS_SEAL_SALT_SIZE], struct ts_seal_cost cost,
        ts_span opened, ts_span passphrase)
{
    uint8_t key[crypto_secretbox_KEYBYTES];
    uint8_t *nonce = sealed.at;
    TS_CHECK(sealed.len == TS_SEAL_NONCE_SIZE + TS_SEAL_MAC_SIZE + opened.len);
    ts_random_bytes((ts_room){ salt, TS_SEAL_SALT_SIZE });
    ts_random_bytes((ts_room){ nonce, TS_SEAL_NONCE_SIZE });
    if (!derive(key, salt, cost, passphrase))
        return TS_NO_SPACE;
    (void)crypto_secretbox_easy(sealed.at + TS_SEAL_NONCE_SIZE, opened.at, opened.len,
                                nonce, key);
    sodium_memzero(key, sizeof(key));
    return TS_OK;
}

enum ts_status
ts_unseal(ts_room opened, const uint8_t salt[static TS_SEAL_SALT_SIZE],
          struct ts_seal_cost cost, ts_span sealed, ts_span passphrase)
{
    uint8_t key[crypto_secretbox_KEYBYTES];
    TS_CHECK(sealed.len == TS_SEAL_NONCE_SIZE + TS_SEAL_MAC_SIZE + opened.len);
    if (!derive(key, salt, cost, passphrase))
        return TS_NO_SPACE;
    int result =
        crypto_secretbox_open_easy(opened.at, sealed.at + TS_SEAL_NONCE_SIZE,
                                   sealed.len - TS_SEAL_NONCE_SIZE, sealed.at, key);
    sodium_memzero(key, sizeof(key));
    return result == 0 ? TS_OK : TS_UNTRUSTED;
}
