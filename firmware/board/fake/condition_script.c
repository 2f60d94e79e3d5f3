#include "firmware/board/fake/condition_script.h"

static struct ts_condition said;
static struct ts_condition_disk disk;

void
ts_condition_read(struct ts_condition *condition)
{
    *condition = said;
}

struct ts_condition_disk
ts_condition_disk_of(const char *path)
{
    return path ? disk : (struct ts_condition_disk){ 0 };
}

void
ts_condition_script_say(const struct ts_condition *condition)
{
    said = *condition;
}

void
ts_condition_script_disk(const struct ts_condition_disk *told)
{
    disk = *told;
}
