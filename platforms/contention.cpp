#include "platforms/contention.hpp"

#include <algorithm>

namespace kairos {
namespace {

constexpr double bytes_per_gigabyte = 1e9;

/// A position between two neighbouring points of an axis that begins at zero: point `low` counts
/// with 1 - part, point `low + 1` with `part`. Point 0 is zero, point i is axis[i - 1].
struct Between {
  std::size_t low = 0;
  double part = 0;
};

Between between(const std::vector<BytesPerSecond>& axis, BytesPerSecond value) {
  const auto above = std::ranges::upper_bound(axis, value);
  if (above == axis.end()) return {axis.size(), 0};
  const auto low = static_cast<std::size_t>(above - axis.begin());
  const BytesPerSecond start = low == 0 ? BytesPerSecond{} : axis[low - 1];
  return {low, (value - start) / (*above - start)};
}

BytesPerSecond mixed(BytesPerSecond low, BytesPerSecond high, double part) {
  return part == 0 ? low : low + (high - low) * part;
}

void refuse_unordered(const std::vector<BytesPerSecond>& axis, const std::string& name,
                      const SourceLocation& place) {
  if (axis.empty()) {
    throw InputError(place, "'" + name +
                                "' of the contention table is empty; list the bandwidths "
                                "that were asked for, in ascending order");
  }
  BytesPerSecond before;
  for (const BytesPerSecond value : axis) {
    if (value > before) {
      before = value;
      continue;
    }
    std::string message = "'" + name + "' of the contention table does not ascend: ";
    message += format(value);
    message +=
        before > BytesPerSecond{} ? " follows " + format(before) : " is not greater than zero";
    throw InputError(place, message + "; list positive bandwidths, the smallest first");
  }
}

/// The keys of a contention that is not a single word.
struct ContentionFields {
  std::vector<BytesPerSecond> own, others;
  std::vector<std::vector<BytesPerSecond>> obtained;
  std::optional<PccsParameters> pccs;

  void describe(Fields& f) {
    f("own", own,
      "bandwidths that the agent asks for, in ascending order: one for each row of 'obtained'");
    f("others", others,
      "bandwidths that all others together ask for, in ascending order: one for each column of "
      "'obtained'");
    f("obtained", obtained,
      "measured bandwidth that the agent obtains, as rows; between them it is interpolated");
    f("pccs", pccs, "parameters of the piecewise model PCCS, instead of a table");
  }
  [[nodiscard]] bool has_table() const {
    return !own.empty() || !others.empty() || !obtained.empty();
  }
  void check(const SourceLocation& where) const {
    if (has_table() == pccs.has_value()) {
      throw InputError(where,
                       "'contention' has neither a table nor 'pccs', or both; write 'own', "
                       "'others' and 'obtained', or 'pccs', or the word max_min");
    }
    if (!pccs) check_table(where);
  }
  void check_table(const SourceLocation& where) const {
    refuse_unordered(own, "own", where);
    refuse_unordered(others, "others", where);
    if (obtained.size() != own.size()) {
      throw InputError(where, "'obtained' has " + std::to_string(obtained.size()) +
                                  " rows, but 'own' has " + std::to_string(own.size()) +
                                  " values; write one row for each value of 'own'");
    }
    for (std::size_t row = 0; row < own.size(); ++row) check_row(row, where);
  }
  void check_row(std::size_t row, const SourceLocation& where) const {
    const std::string which = "the row of 'obtained' for " + format(own[row]);
    if (obtained[row].size() != others.size()) {
      throw InputError(where, which + " has " + std::to_string(obtained[row].size()) +
                                  " values, but 'others' has " + std::to_string(others.size()) +
                                  "; write one value for each value of 'others'");
    }
    for (const BytesPerSecond value : obtained[row]) {
      if (value > BytesPerSecond{} && value <= own[row]) continue;
      throw InputError(where, which + " contains " + format(value) +
                                  "; an agent obtains more than zero and at most what it asks for");
    }
  }
};

}  // namespace

BytesPerSecond ContentionTable::at(BytesPerSecond asked, BytesPerSecond by_others) const {
  const Between row = between(own, asked), column = between(others, by_others);
  const auto value = [&](std::size_t r, std::size_t c) {
    if (r == 0) return BytesPerSecond{};
    return obtained[r - 1][c - 1];
  };
  // An agent alone obtains what it asks for, also beyond the last row.
  const auto in_column = [&](std::size_t c) {
    if (c == 0) return asked;
    if (row.part == 0) return value(row.low, c);
    return mixed(value(row.low, c), value(row.low + 1, c), row.part);
  };
  if (column.part == 0) return in_column(column.low);
  return mixed(in_column(column.low), in_column(column.low + 1), column.part);
}

BytesPerSecond PccsParameters::at(BytesPerSecond asked, BytesPerSecond by_others) const {
  const auto gigabytes = [](BytesPerSecond of) { return of.value() / bytes_per_gigabyte; };
  const double balance = gigabytes(balance_point);
  const double counted = std::min(gigabytes(by_others), balance);
  const double minor = minor_reduction * std::min(by_others / peak, 1.0);
  const auto beyond = [&](double of_others) {
    const double excess = std::max(0.0, gigabytes(asked - total_demand) + of_others);
    return rate * std::min(of_others, excess);
  };
  double reduction = 0;
  if (asked >= intensive) {
    reduction = beyond(balance) * counted / balance;
  } else if (asked > normal) {
    reduction = beyond(counted);
  }
  return asked * (1 - std::max(minor, reduction));
}

void PccsParameters::describe(Fields& f) {
  f("normal", normal, "demand of an agent above which contention is normal ('Normal BW')")
      .required()
      .not_negative();
  f("intensive", intensive,
    "demand of an agent from which contention is intensive "
    "('Intensive BW')")
      .required()
      .positive();
  f("minor_reduction", minor_reduction,
    "fraction of the speed that is lost in the minor region if the others ask for 'peak' ('MRMC')")
      .between(0.0, 0.99);
  f("peak", peak, "demand of the others at which 'minor_reduction' was measured")
      .required()
      .positive();
  f("total_demand", total_demand,
    "demand of all agents together from which speed is lost at 'rate' ('TBWDC')")
      .required()
      .not_negative();
  f("balance_point", balance_point, "demand of the others from which no more speed is lost ('CBP')")
      .required()
      .positive();
  f("rate", rate, "fraction of the speed that is lost per GB/s of demand")
      .required()
      .not_negative();
}

void PccsParameters::check(const SourceLocation& where) const {
  if (intensive < normal) {
    throw InputError(where, "the intensive region begins at " + format(intensive) +
                                ", below the normal one at " + format(normal) +
                                "; raise 'intensive' or lower 'normal'");
  }
  const double worst = rate * balance_point.value() / bytes_per_gigabyte;
  if (worst < 1) return;
  throw InputError(where, "'rate' times 'balance_point' is a loss of " + shortest(worst) +
                              " of the speed, so that agents could come to a stand; lower one of "
                              "them until the product is less than 1");
}

BytesPerSecond Contention::obtained(BytesPerSecond own, BytesPerSecond others) const {
  if (!(others > BytesPerSecond{})) return own;
  if (table) return std::min(own, table->at(own, others));
  return pccs ? pccs->at(own, others) : own;
}

BytesPerSecond Contention::largest() const {
  BytesPerSecond most;
  if (!table) return most;
  for (const auto& row : table->obtained) most = std::max(most, std::ranges::max(row));
  return most;
}

void Codec<Contention>::read(const Value& from, Contention& to) {
  to = {};
  if (!from.is_map()) {
    if (scalar_text(from, "contention") == "max_min") return;
    throw InputError(from.place, "'contention' is " + from.shown() +
                                     "; write max_min, a table {own: [...], others: [...], "
                                     "obtained: [[...]]}, or {pccs: {...}}");
  }
  ContentionFields fields;
  Codec<ContentionFields>::read(from, fields);
  to.pccs = fields.pccs;
  if (!fields.pccs) {
    to.table = ContentionTable{std::move(fields.own), std::move(fields.others),
                               std::move(fields.obtained)};
  }
}

Value Codec<Contention>::write(const Contention& value) {
  if (value.is_max_min()) return Value::scalar("max_min");
  ContentionFields fields;
  fields.pccs = value.pccs;
  if (value.table) {
    fields.own = value.table->own;
    fields.others = value.table->others;
    fields.obtained = value.table->obtained;
  }
  return Codec<ContentionFields>::write(fields);
}

Schema Codec<Contention>::schema() {
  Schema schema = Codec<ContentionFields>::schema();
  schema.scalar_too = true;
  return schema;
}

}  // namespace kairos
