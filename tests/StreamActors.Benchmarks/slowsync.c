// Makes every sync of a file take SLOWSYNC_US longer: an ordinary disk, where the machine's own is too fast or does not really sync.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static void wait_a_while(void) {
    const char *us = getenv("SLOWSYNC_US");
    long n = us ? atol(us) : 0;
    struct timespec t = {n / 1000000, n % 1000000 * 1000};
    if (n > 0)
        nanosleep(&t, 0);
}

int fsync(int file) {
    static int (*real)(int);
    if (!real)
        real = dlsym(RTLD_NEXT, "fsync");
    wait_a_while();
    return real(file);
}

int fdatasync(int file) {
    static int (*real)(int);
    if (!real)
        real = dlsym(RTLD_NEXT, "fdatasync");
    wait_a_while();
    return real(file);
}
