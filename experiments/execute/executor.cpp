#include "experiments/execute/executor.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>

#include "experiments/execute/thread_team.hpp"
#include "experiments/processes/interruption.hpp"

namespace kairos {
namespace {

/// Holds finished records until the caller takes them. Workers wait while it is full, so that
/// records do not fill the memory.
class Outbox {
 public:
  void put(RunRecord record) {
    constexpr std::size_t most = 64;
    std::unique_lock lock(mutex_);
    has_room_.wait(lock, [&] { return records_.size() < most || is_closed_; });
    records_.push_back(std::move(record));
    changed_.notify_one();
  }
  /// Keeps the error, unless there was one before.
  void fail(std::exception_ptr error) {
    const std::lock_guard lock(mutex_);
    if (!error_) error_ = std::move(error);
  }
  /// Sets the number of workers. Each of them calls leave() once, at its end.
  void expect(std::size_t workers) {
    const std::lock_guard lock(mutex_);
    workers_ = workers;
  }
  void leave() {
    const std::lock_guard lock(mutex_);
    ++left_;
    changed_.notify_one();
  }
  /// Makes put() return at once from now on, because no more records are taken.
  void close() {
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
    has_room_.notify_all();
  }

  /// Waits for the next record, and calls `meanwhile` twice a second. Returns nothing when all
  /// workers have left and no record remains.
  std::optional<RunRecord> take(const std::function<void()>& meanwhile) {
    constexpr std::chrono::milliseconds between(500);
    std::unique_lock lock(mutex_);
    while (
        !changed_.wait_for(lock, between, [&] { return !records_.empty() || left_ == workers_; })) {
      lock.unlock();
      meanwhile();
      lock.lock();
    }
    if (records_.empty()) return std::nullopt;
    RunRecord record = std::move(records_.front());
    records_.pop_front();
    has_room_.notify_one();
    return record;
  }
  /// The first error. Must only be called when all workers have left.
  [[nodiscard]] std::exception_ptr error() const { return error_; }

 private:
  std::mutex mutex_;
  std::condition_variable changed_, has_room_;
  std::deque<RunRecord> records_;
  std::size_t workers_ = 0, left_ = 0;
  bool is_closed_ = false;
  std::exception_ptr error_;
};

}  // namespace

void execute(std::size_t runs, std::size_t workers,
             const std::function<RunRecord(std::size_t)>& run,
             const std::function<void(RunRecord&&)>& finished,
             const std::function<void()>& meanwhile) {
  Outbox outbox;
  std::atomic<std::size_t> next{0};
  std::atomic<bool> stop{false};
  const auto work = [&] {
    for (std::size_t i = next++; i < runs && !stop && interruption() == 0; i = next++) {
      try {
        outbox.put(run(i));
      } catch (...) {
        outbox.fail(std::current_exception());
        stop = true;
      }
    }
    outbox.leave();
  };
  Abandonment abandonment;  // Must outlive the threads, whose runs it ends if results are lost.
  const std::size_t count = std::clamp<std::size_t>(workers, 1, std::max<std::size_t>(1, runs));
  const std::vector<std::jthread> threads = start_threads(count, work);
  outbox.expect(threads.size());
  std::size_t done = 0;
  try {
    // If the system has refused all threads, the runs are executed here.
    for (; threads.empty() && done < runs && interruption() == 0; ++done) finished(run(done));
    for (; auto record = outbox.take(meanwhile); ++done) finished(std::move(*record));
  } catch (...) {
    stop = true;
    abandonment.begin();
    outbox.close();
    throw;
  }
  if (outbox.error()) std::rethrow_exception(outbox.error());
  if (done < runs) stop_if_interrupted();
}

}  // namespace kairos
