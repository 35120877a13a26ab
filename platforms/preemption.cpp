#include "platforms/preemption.hpp"

#include <memory>

namespace kairos {
namespace {

struct PreemptionFields {
  Preemption preemption;

  void describe(Fields& f) {
    f("at", preemption.at,
      "when a running task may be interrupted: any (at any instant) or checkpoint (at its next "
      "checkpoint); none and between_tasks for never")
        .required();
    f("cost", preemption.cost, "time of an interruption before the next task begins")
        .not_negative();
    f("traffic", preemption.traffic, "bytes that an interruption moves to memory").not_negative();
    f("resume", preemption.resume,
      "whether an interrupted task goes on with the work that is left (keeps), or starts anew "
      "(restarts)");
  }
  void check(const SourceLocation& where) const {
    const bool has_cost = preemption.cost > Duration{} || preemption.traffic > Bytes{};
    if (preemption.interrupts() || !has_cost) return;
    throw InputError(where, "'at: " + name_of(preemption.at) +
                                "' interrupts no task, so it has no cost; write 'at: any' or 'at: "
                                "checkpoint', or leave out 'cost' and 'traffic'");
  }
};

}  // namespace

void Codec<Preemption>::read(const Value& from, Preemption& to) {
  PreemptionFields fields;
  if (from.is_map()) {
    Codec<PreemptionFields>::read(from, fields);
  } else {
    Codec<Interruptible>::read(from, fields.preemption.at);
  }
  to = fields.preemption;
}

Value Codec<Preemption>::write(const Preemption& value) {
  if (!value.interrupts()) return Codec<Interruptible>::write(value.at);
  return Codec<PreemptionFields>::write({value});
}

Schema Codec<Preemption>::schema() {
  Schema schema = Codec<PreemptionFields>::schema();
  schema.scalar_too = true;
  schema.item = std::make_shared<Schema>(Codec<Interruptible>::schema());
  return schema;
}

}  // namespace kairos
