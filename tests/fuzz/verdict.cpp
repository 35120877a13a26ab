#include "tests/fuzz/verdict.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <sstream>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "experiments/commands/program.hpp"

namespace kairos::fuzz {
namespace {

constexpr rlim_t most_memory = 1U << 30U;
constexpr auto longest = std::chrono::seconds(10);

struct End {
  int status = 0;
  bool in_time = true;
  std::string errors;
};

void limit(int resource, rlim_t most) {
  const rlimit both{most, most};
  setrlimit(static_cast<__rlimit_resource>(resource), &both);
}

/// Runs kairos in the child and ends it.
[[noreturn]] void run_in_child(const std::vector<std::string>& arguments,
                               const std::filesystem::path& folder) {
  std::vector<std::string> all{"kairos"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  pointers.reserve(all.size() + 1);
  for (std::string& argument : all) pointers.push_back(argument.data());
  const int count = static_cast<int>(pointers.size());
  pointers.push_back(nullptr);
  constexpr int no_folder = 99;
  if (chdir(folder.c_str()) != 0) _exit(no_folder);
  const int nothing = open("/dev/null", O_RDWR);
  const int errors = open("errors.txt", O_WRONLY | O_CREAT | O_TRUNC, 0600);
  dup2(nothing, 0);
  dup2(nothing, 1);
  dup2(errors, 2);
  limit(RLIMIT_AS, most_memory);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_CPU, static_cast<rlim_t>(longest.count()));
  std::exit(kairos::run_program(count, pointers.data()));
}

std::string contents(const std::filesystem::path& path) {
  std::string text;
  if (FILE* file = fopen(path.c_str(), "rb")) {
    std::array<char, 4096> buffer{};
    while (const std::size_t count = fread(buffer.data(), 1, buffer.size(), file)) {
      text.append(buffer.data(), count);
    }
    fclose(file);
  }
  return text;
}

/// Waits for the child, and kills it when its time is over. Only its own processor time counts,
/// because the machine may be busy.
End wait_for(pid_t child, const std::filesystem::path& folder) {
  End end;
  const int handle = static_cast<int>(syscall(SYS_pidfd_open, child, 0));
  pollfd ended{handle, POLLIN, 0};
  const auto most = std::chrono::duration_cast<std::chrono::milliseconds>(6 * longest);
  end.in_time = poll(&ended, 1, static_cast<int>(most.count())) > 0;
  if (!end.in_time) kill(child, SIGKILL);
  close(handle);
  waitpid(child, &end.status, 0);
  end.errors = contents(folder / "errors.txt");
  return end;
}

std::string fault_of_line(const std::string& line, const std::vector<std::string>& files) {
  constexpr std::size_t longest_message = 500;
  if (line.size() > longest_message) return "a message of more than 500 characters";
  const auto is_control = [](unsigned char c) { return c < 0x20 || c == 0x7F; };
  if (std::ranges::any_of(line, is_control)) return "a message with control characters";
  const auto is_named = [&](const std::string& name) {
    return line.find(name) != std::string::npos;
  };
  if (std::ranges::none_of(files, is_named)) return "a message that names no file";
  return {};
}

std::string fault_of(const End& end, const std::vector<std::string>& files) {
  if (!end.in_time) return "no end within 10 s";
  if (WIFSIGNALED(end.status)) return "ended by signal " + std::to_string(WTERMSIG(end.status));
  const int code = WEXITSTATUS(end.status);
  if (code == 0 || code == 1) return {};
  if (code != 2) return "exit code " + std::to_string(code);
  if (end.errors.empty()) return "exit code 2 without a message";
  std::istringstream lines(end.errors);
  for (std::string line; std::getline(lines, line);) {
    if (std::string fault = fault_of_line(line, files); !fault.empty()) return fault;
  }
  return {};
}

}  // namespace

std::string verdict(const std::vector<std::string>& arguments, const std::filesystem::path& folder,
                    const std::vector<std::string>& files) {
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("cannot start a process");
  if (child == 0) run_in_child(arguments, folder);
  return fault_of(wait_for(child, folder), files);
}

}  // namespace kairos::fuzz
