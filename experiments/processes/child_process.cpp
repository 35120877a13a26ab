#include "experiments/processes/child_process.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "experiments/processes/interruption.hpp"
#include "sim/base/error.hpp"

namespace kairos {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  [[nodiscard]] int number() const { return number_; }
  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }

 private:
  int number_;
};

[[noreturn]] void refuse(int error) {
  throw InputError(std::string("a process for a run cannot be started (") + std::strerror(error) +
                   "); try again with fewer --jobs");
}

pid_t spawn(const std::vector<std::string>& arguments, int end_of_child) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, end_of_child, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, end_of_child, STDOUT_FILENO);
  std::vector<char*> words;
  words.reserve(arguments.size() + 1);
  for (const std::string& word : arguments) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  pid_t child = 0;
  const int error = posix_spawn(&child, words.front(), &files, nullptr, words.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  if (error != 0) refuse(error);
  return child;
}

/// A child process. The destructor kills it and collects its status if nobody has waited for it.
class Child {
 public:
  explicit Child(pid_t id) : id_(id) {}
  ~Child() {
    if (id_ == 0) return;
    kill(id_, SIGKILL);
    static_cast<void>(wait());
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  int wait() {
    int status = 0;
    while (waitpid(id_, &status, 0) < 0 && errno == EINTR) continue;
    id_ = 0;
    return status;
  }

 private:
  pid_t id_;
};

bool is_for_later() {
  return errno == EAGAIN || errno == EINTR;
}

/// Sends a part of the input and returns the rest. The rest is dropped if the child does not read
/// it.
std::string_view send_some(int socket, std::string_view left) {
  const auto count = send(socket, left.data(), left.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  if (count >= 0) {
    left.remove_prefix(static_cast<std::size_t>(count));
  } else if (!is_for_later()) {
    left = {};
  }
  if (left.empty()) shutdown(socket, SHUT_WR);
  return left;
}

/// Receives a part of the answer; returns false at its end.
bool receive_some(int socket, std::string& answer) {
  std::array<char, 65536> buffer{};
  const auto count = recv(socket, buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (count > 0) answer.append(buffer.data(), static_cast<std::size_t>(count));
  return count > 0 || (count < 0 && is_for_later());
}

/// Sends and receives at the same time, since both sides may fill their buffers before the other
/// reads.
std::string talk(int socket, std::string_view input) {
  constexpr int look_for_interruptions_every_ms = 100;
  std::string answer;
  if (input.empty()) shutdown(socket, SHUT_WR);
  while (true) {
    pollfd events{socket, static_cast<short>(POLLIN | (input.empty() ? 0 : POLLOUT)), 0};
    const int ready = poll(&events, 1, look_for_interruptions_every_ms);
    stop_if_interrupted();
    if (ready <= 0) continue;
    if ((events.revents & POLLOUT) != 0 && !input.empty()) input = send_some(socket, input);
    if ((events.revents & (POLLIN | POLLHUP | POLLERR)) == 0) continue;
    if (!receive_some(socket, answer)) return answer;
  }
}

}  // namespace

ChildEnd run_child(const std::vector<std::string>& arguments, const std::string& input) {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) refuse(errno);
  const Descriptor here(ends[0]);
  Descriptor there(ends[1]);
  Child child(spawn(arguments, there.number()));
  there.close();
  ChildEnd end;
  end.answer = talk(here.number(), input);
  end.status = child.wait();
  return end;
}

void end_with_parent() {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  pollfd output{STDOUT_FILENO, 0, 0};  // The parent may have ended already.
  const bool is_alone = poll(&output, 1, 0) > 0 && (output.revents & (POLLHUP | POLLERR)) != 0;
  if (is_alone) std::_Exit(EXIT_FAILURE);
}

}  // namespace kairos
