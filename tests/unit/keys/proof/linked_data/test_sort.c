#include "firmware/base/check.h"
#include "keys/proof/linked_data/sort.h"
#include "tests/support/support.h"

enum { COUNT_MAX = 300 };

static size_t comparisons;

static int
by_key(uint32_t a, uint32_t b, const void *context)
{
    const uint32_t *keys = context;
    comparisons++;
    return (keys[a] > keys[b]) - (keys[a] < keys[b]);
}

/* In order of their keys, and of their numbers where those are the same. */
static void
check_sorted(const uint32_t *keys, size_t count)
{
    uint32_t numbers[COUNT_MAX];
    uint32_t spare[COUNT_MAX];
    for (uint32_t i = 0; i < count; i++)
        numbers[i] = i;
    ts_ld_sort(numbers, spare, count, by_key, keys);
    for (size_t i = 1; i < count; i++) {
        uint32_t a = numbers[i - 1];
        uint32_t b = numbers[i];
        assert_true(keys[a] < keys[b] || (keys[a] == keys[b] && a < b));
    }
}

static void
any_number_of_any_keys(void **state)
{
    (void)state;
    uint32_t keys[COUNT_MAX];
    uint32_t seed = 1;
    for (size_t count = 0; count <= COUNT_MAX; count++)
        for (uint32_t kinds = 1; kinds <= 1000; kinds *= 10) {
            for (size_t i = 0; i < count; i++) {
                seed = seed * 1664525 + 1013904223;
                keys[i] = (seed >> 8) % kinds;
            }
            check_sorted(keys, count);
        }
}

static void
what_is_in_order_is_cheap_and_nothing_is_dear(void **state)
{
    (void)state;
    uint32_t keys[COUNT_MAX];
    for (uint32_t i = 0; i < COUNT_MAX; i++)
        keys[i] = i;
    comparisons = 0;
    check_sorted(keys, COUNT_MAX);
    assert_in_range(comparisons, COUNT_MAX - 1, COUNT_MAX + COUNT_MAX / 4);

    for (uint32_t i = 0; i < COUNT_MAX; i++)
        keys[i] = COUNT_MAX - i;
    comparisons = 0;
    check_sorted(keys, COUNT_MAX);
    assert_in_range(comparisons, COUNT_MAX - 1, 9 * COUNT_MAX);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_number_of_any_keys),
        cmocka_unit_test(what_is_in_order_is_cheap_and_nothing_is_dear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
