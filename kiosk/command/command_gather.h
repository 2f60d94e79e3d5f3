#ifndef TS_COMMAND_COMMAND_GATHER_H
#define TS_COMMAND_COMMAND_GATHER_H

/** touchstone authority gather */
int ts_command_gather(int argc, char **argv);

#endif
