/* Lets a call to the disk fail, by its number: loaded before the C library, and told what to do by `fault_plan`. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { ONCE, FROM_THEN_ON, HALF };

static char prefix[4096];
static int at, number, how, seen;

/* From now on the call number `n` to a file whose path begins with `path` fails with `error`. */
void fault_plan(const char *path, int n, int error, int kind)
{
    snprintf(prefix, sizeof prefix, "%s", path);
    at = n, number = error, how = kind, seen = 0;
}

static int strikes(int file)
{
    char link[64], name[4096];
    ssize_t length;
    if (at == 0)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    length = readlink(link, name, sizeof name - 1);
    if (length < 0)
        return 0;
    name[length] = 0;
    if (strncmp(name, prefix, strlen(prefix)) != 0)
        return 0;
    seen++;
    if (seen == at || (how != ONCE && seen > at)) {
        errno = number;
        return 1;
    }
    return 0;
}

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (real == NULL) \
        real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

#define WRITES(name) \
    ssize_t name(int file, const void *data, size_t size, off_t offset) \
    { \
        REAL(ssize_t, #name, int, const void *, size_t, off_t); \
        if (strikes(file)) \
            return how == HALF && seen == at && size > 1 ? real(file, data, size / 2, offset) : -1; \
        return real(file, data, size, offset); \
    }

WRITES(pwrite)
WRITES(pwrite64)

ssize_t write(int file, const void *data, size_t size)
{
    REAL(ssize_t, "write", int, const void *, size_t);
    return strikes(file) ? -1 : real(file, data, size);
}

#define SYNCS(name) \
    int name(int file) \
    { \
        REAL(int, #name, int); \
        return strikes(file) ? -1 : real(file); \
    }

SYNCS(fsync)
SYNCS(fdatasync)

#define CUTS(name) \
    int name(int file, off_t size) \
    { \
        REAL(int, #name, int, off_t); \
        return strikes(file) ? -1 : real(file, size); \
    }

CUTS(ftruncate)
CUTS(ftruncate64)
