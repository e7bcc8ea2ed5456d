/*
 * What a container without privileges cannot do to a disk and a clock, done to one process (LD_PRELOAD): calls of the C
 * library on files of one folder fail as told, and the wall clock is off by as much as told.
 *
 * FAULTS_FOLDER: the folder. FAULTS_FILE: a file of 16 bytes, read at every call: what fails (see below), and at 8 the
 * milliseconds by which the wall clock is ahead, little endian.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { NOTHING, DISK_FULL, WRITES_FAIL, SYNCS_FAIL, READ_ONLY, READS_FAIL, SYNCS_HANG };

struct control {
  int32_t what;
  int32_t unused;
  int64_t ahead_ms;
};

static const struct control none;
static const volatile struct control *control = &none;
static char folder[PATH_MAX];

__attribute__((constructor)) static void start(void) {
  const char *file = getenv("FAULTS_FILE");
  const char *of = getenv("FAULTS_FOLDER");
  if (file == NULL || of == NULL || realpath(of, folder) == NULL) return;
  int fd = open(file, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return;
  void *mapped = mmap(NULL, sizeof(struct control), PROT_READ, MAP_SHARED, fd, 0);
  close(fd);
  if (mapped != MAP_FAILED) control = mapped;
}

static int is_inside(const char *path) {
  size_t length = strlen(folder);
  return length > 0 && strncmp(path, folder, length) == 0;
}

static int is_ours(int fd) {
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return is_inside(path);
}

static int write_fault(int fd) {
  int what = control->what;
  if (what != DISK_FULL && what != WRITES_FAIL) return 0;
  if (!is_ours(fd)) return 0;
  return what == DISK_FULL ? ENOSPC : EIO;
}

static int fails(int error) {
  if (error == 0) return 0;
  errno = error;
  return 1;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *data, size_t length) {
  return fails(write_fault(fd)) ? -1 : NEXT(write)(fd, data, length);
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t at) {
  return fails(write_fault(fd)) ? -1 : NEXT(pwrite)(fd, data, length, at);
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t at) {
  return fails(write_fault(fd)) ? -1 : NEXT(pwrite64)(fd, data, length, at);
}

ssize_t pread(int fd, void *data, size_t length, off_t at) {
  if (control->what == READS_FAIL && is_ours(fd)) return fails(EIO) ? -1 : 0;
  return NEXT(pread)(fd, data, length, at);
}

ssize_t pread64(int fd, void *data, size_t length, off64_t at) {
  if (control->what == READS_FAIL && is_ours(fd)) return fails(EIO) ? -1 : 0;
  return NEXT(pread64)(fd, data, length, at);
}

static int sync_fault(int fd) {
  if (control->what != SYNCS_FAIL && control->what != SYNCS_HANG) return 0;
  if (!is_ours(fd)) return 0;
  while (control->what == SYNCS_HANG) usleep(1000);
  return control->what == SYNCS_FAIL ? EIO : 0;
}

int fsync(int fd) {
  if (fails(sync_fault(fd))) return -1;
  return NEXT(fsync)(fd);
}

int fdatasync(int fd) {
  if (fails(sync_fault(fd))) return -1;
  return NEXT(fdatasync)(fd);
}

static int open_fault(const char *path, int flags) {
  if (control->what != READ_ONLY || (flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) == 0) return 0;
  return is_inside(path) ? EROFS : 0;
}

static mode_t mode_of(int flags, va_list rest) {
  return (flags & (O_CREAT | O_TMPFILE)) != 0 ? (mode_t)va_arg(rest, int) : 0;
}

int open(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = mode_of(flags, rest);
  va_end(rest);
  return fails(open_fault(path, flags)) ? -1 : NEXT(open)(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = mode_of(flags, rest);
  va_end(rest);
  return fails(open_fault(path, flags)) ? -1 : NEXT(open64)(path, flags, mode);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  int result = NEXT(clock_gettime)(clock, time);
  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
    int64_t ns = time->tv_nsec + (control->ahead_ms % 1000) * 1000000;
    time->tv_sec += control->ahead_ms / 1000 + (ns >= 1000000000) - (ns < 0);
    time->tv_nsec = (ns + 1000000000) % 1000000000;
  }
  return result;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  int result = NEXT(gettimeofday)(time, zone);
  if (result == 0) {
    int64_t us = time->tv_usec + (control->ahead_ms % 1000) * 1000;
    time->tv_sec += control->ahead_ms / 1000 + (us >= 1000000) - (us < 0);
    time->tv_usec = (us + 1000000) % 1000000;
  }
  return result;
}
