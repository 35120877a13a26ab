#include "experiments/commands/standard_streams.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <iostream>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "sim/base/error.hpp"

namespace kairos {
namespace {

bool is_closed(int descriptor) {
  return fcntl(descriptor, F_GETFD) < 0 && errno == EBADF;
}

/// Opens /dev/null in place of a closed stream. Input is then empty, standard output (opened for
/// reading) fails on writing, and standard error is discarded.
void replace_if_closed(int descriptor, int mode) {
  if (is_closed(descriptor)) static_cast<void>(open("/dev/null", mode));
}

bool nobody_reads(int descriptor) {
  pollfd pipe{descriptor, POLLOUT, 0};
  return poll(&pipe, 1, 0) > 0 && (pipe.revents & POLLERR) != 0;
}

}  // namespace

void secure_standard_streams() {
  std::signal(SIGPIPE, SIG_IGN);
  replace_if_closed(STDIN_FILENO, O_RDONLY);
  replace_if_closed(STDOUT_FILENO, O_RDONLY);
  replace_if_closed(STDERR_FILENO, O_WRONLY);
}

bool standard_output_failed() {
  return !std::cout || std::ferror(stdout) != 0;
}

void finish_standard_output() {
  std::cout.flush();
  std::fflush(stdout);
  if (!standard_output_failed()) return;
  if (nobody_reads(STDOUT_FILENO)) {
    std::signal(SIGPIPE, SIG_DFL);
    std::raise(SIGPIPE);
  }
  throw InputError(
      "standard output cannot be written (is the disk full?); direct it to a place with free space "
      "and run the command again");
}

}  // namespace kairos
