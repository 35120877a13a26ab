#include "experiments/execute/executor.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>

#include "experiments/execute/interruption.hpp"

namespace kairos {
namespace {

/// What workers have ended and the caller has not yet taken.
class Outbox {
 public:
  void put(RunRecord record) {
    const std::lock_guard lock(mutex_);
    records_.push_back(std::move(record));
    changed_.notify_one();
  }
  void fail(std::exception_ptr error) {
    const std::lock_guard lock(mutex_);
    if (!error_) error_ = std::move(error);
  }
  void leave() {
    const std::lock_guard lock(mutex_);
    --workers_;
    changed_.notify_one();
  }
  void enter(std::size_t workers) { workers_ = workers; }

  /// The next record, or nothing when all workers have left.
  std::optional<RunRecord> take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !records_.empty() || workers_ == 0; });
    if (records_.empty()) return std::nullopt;
    RunRecord record = std::move(records_.front());
    records_.pop_front();
    return record;
  }
  [[nodiscard]] std::exception_ptr error() const { return error_; }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<RunRecord> records_;
  std::size_t workers_ = 0;
  std::exception_ptr error_;
};

}  // namespace

void execute(std::size_t runs, std::size_t workers,
             const std::function<RunRecord(std::size_t)>& run,
             const std::function<void(RunRecord&&)>& finished) {
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
  const std::size_t count = std::clamp<std::size_t>(workers, 1, std::max<std::size_t>(1, runs));
  outbox.enter(count);
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < count; ++i) threads.emplace_back(work);
  std::size_t done = 0;
  try {
    for (; auto record = outbox.take(); ++done) finished(std::move(*record));
  } catch (...) {
    stop = true;
    throw;
  }
  if (outbox.error()) std::rethrow_exception(outbox.error());
  if (done < runs) stop_if_interrupted();
}

}  // namespace kairos
