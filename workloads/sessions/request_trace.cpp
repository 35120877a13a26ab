// Requests of a trace: every line of a CSV file is a session of one request, with the instant of
// its arrival. A factor makes the same requests arrive faster or more slowly:
//
//   request n arrives at  scale * arrival_n
//
// Example: the file
//
//   arrival,prompt,output
//   0.25 s,374,44
//   0.8 s,396,109
//
// with `scale: 0.5` is a request of 374 tokens at 125 ms and one of 396 tokens at 400 ms.
// How far to trust it: the lengths and the arrivals are those of the trace. Requests that belonged
// to one conversation are separate sessions here, so none of them finds the cache of an earlier
// one. Users who waited for an answer before they wrote again arrive when they did, however fast
// the answers are.
#include "sim/base/registry.hpp"
#include "workloads/request_table.hpp"
#include "workloads/sessions/session_draws.hpp"

namespace kairos {
namespace {

using Requests = std::shared_ptr<const std::vector<TableRequest>>;

class ArrivalsOfRequests final : public ArrivalProcess {
 public:
  explicit ArrivalsOfRequests(Requests requests) : requests_(std::move(requests)) {}

  std::optional<Time> next(const ArrivalState& state, Random&) override {
    if (state.arrived >= requests_->size()) return std::nullopt;
    return (*requests_)[state.arrived].arrival;
  }

 private:
  Requests requests_;
};

Time scaled(Time time, double scale) {
  constexpr double largest = 9.2e18;
  if (scale == 1) return time;
  const double picoseconds = static_cast<double>(time.picoseconds()) * scale;
  if (!(picoseconds < largest)) throw_time_overflow();
  return Time(Duration::picoseconds(std::llround(picoseconds)));
}

class RequestTrace final : public Session {
 public:
  struct Options {
    FilePath file;
    double scale = 1;

    void describe(Fields& f) {
      f("file", file,
        "CSV file with the columns arrival (an instant such as '250 ms', or seconds), prompt and "
        "output (tokens), in the order of arrival; other columns are ignored")
          .required();
      f("scale", scale, "factor on the instants of arrival: 0.5 doubles the load").positive();
    }
  };

  explicit RequestTrace(const Options& options) {
    std::vector<TableRequest> requests = read_request_trace(options.file);
    for (TableRequest& request : requests) {
      request.arrival = scaled(request.arrival, options.scale);
    }
    requests_ = std::make_shared<const std::vector<TableRequest>>(std::move(requests));
  }

  [[nodiscard]] std::optional<Request> next(const SessionState& state, Random&) const override {
    if (state.requests > 0 || state.number >= requests_->size()) return std::nullopt;
    const TableRequest& row = (*requests_)[state.number];
    Request request;
    request.prompt = row.prompt;
    request.output = row.output;
    return within_limit(request);
  }

  [[nodiscard]] std::unique_ptr<ArrivalProcess> arrivals() const override {
    return std::make_unique<ArrivalsOfRequests>(requests_);
  }

 private:
  Requests requests_;
};

const Register<Session, RequestTrace> registered{
    "request_trace", "one request for every line of a file, at its instant of arrival"};

}  // namespace
}  // namespace kairos
