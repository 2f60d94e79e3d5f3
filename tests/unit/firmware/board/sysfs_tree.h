#ifndef TS_TEST_SYSFS_TREE_H
#define TS_TEST_SYSFS_TREE_H

/* A folder with files as /sys and /proc have them, one a test. */

#include "firmware/base/check.h"
#include "tests/support/support.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static char tree[32];

static inline int
tree_set_up(void **state)
{
    (void)state;
    return mkdtemp(strcpy(tree, "/tmp/ts-sysfs-XXXXXX")) ? 0 : -1;
}

static inline int
tree_remove_one(const char *path, const struct stat *found, int kind, struct FTW *place)
{
    (void)found;
    (void)kind;
    (void)place;
    return remove(path);
}

static inline int
tree_tear_down(void **state)
{
    (void)state;
    return nftw(tree, tree_remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static inline void
tree_path(char whole[static 256], const char *path)
{
    int len = snprintf(whole, 256, "%s%s", tree, path);
    TS_CHECK(len > 0 && len < 256);
}

static inline void
tree_put(const char *path, const char *content)
{
    char whole[256];
    tree_path(whole, path);
    for (char *at = strchr(whole + strlen(tree) + 1, '/'); at; at = strchr(at + 1, '/')) {
        *at = '\0';
        (void)mkdir(whole, 0700);
        *at = '/';
    }
    FILE *file = fopen(whole, "w");
    TS_CHECK(file && fputs(content, file) >= 0 && fclose(file) == 0);
}

static inline const char *
tree_get(const char *path)
{
    static char content[64];
    char whole[256];
    tree_path(whole, path);
    FILE *file = fopen(whole, "r");
    TS_CHECK(file);
    content[fread(content, 1, sizeof(content) - 1, file)] = '\0';
    fclose(file);
    return content;
}

#endif
