#include "workloads/import/job_shop.hpp"

#include <algorithm>

#include "workloads/import/json_tree.hpp"
#include "workloads/import/word_lines.hpp"
#include "workloads/import/workload_document.hpp"

namespace kairos {
namespace {

using Operation = JobShop::Operation;

constexpr std::size_t most_machines = 1024;

bool is_number(std::string_view word) {
  return word.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool are_numbers(std::span<const std::string_view> words) {
  return std::ranges::all_of(words, is_number);
}

void check(const JobShop& shop) {
  if (shop.machines == 0 || shop.machines > most_machines || shop.jobs.empty()) {
    throw InputError(shop.place, "instance '" + shop.name + "' has " +
                                     std::to_string(shop.jobs.size()) + " jobs and " +
                                     std::to_string(shop.machines) +
                                     " machines; write at least one job and 1 to 1024 machines");
  }
  for (const auto& job : shop.jobs) {
    for (const Operation& operation : job) {
      if (operation.machine < shop.machines) continue;
      throw InputError(operation.place, "an operation runs on a machine that instance '" +
                                            shop.name + "' does not have; it has " +
                                            std::to_string(shop.machines) + " machines");
    }
  }
}

// ---- The text forms

/// Reads the numbers of a matrix with `columns` columns, one row per line. The first row is the
/// line that `lines` is at.
std::vector<std::vector<Operation>> matrix(WordLines& lines, std::size_t rows,
                                           std::size_t columns) {
  std::vector<std::vector<Operation>> all;
  while (all.size() < rows) {
    if (!all.empty() && !lines.next()) {
      throw lines.error("the file ends before the last row; complete it");
    }
    if (lines.words().size() != columns) {
      throw lines.error("the row has " + std::to_string(lines.words().size()) + " numbers; write " +
                        std::to_string(columns));
    }
    auto& row = all.emplace_back();
    for (std::size_t i = 0; i < columns; ++i) {
      row.push_back({0, lines.number(i, "a number of the instance"), lines.place()});
    }
  }
  return all;
}

void move_on(WordLines& lines) {
  if (!lines.next()) throw lines.error("the file ends in the middle of an instance; complete it");
}

std::size_t machine_of(const Operation& number, std::size_t first) {
  const auto machine = static_cast<std::size_t>(std::min(number.time, 1e9));
  if (static_cast<double>(machine) != number.time || machine < first) {
    throw InputError(number.place, "a machine is not a whole number from " + std::to_string(first) +
                                       " on; write the machine's number");
  }
  return machine - first;
}

/// Rows of machine and time in turn, with machines counted from 0.
void read_pairs(WordLines& lines, std::size_t jobs, JobShop& shop) {
  for (const auto& row : matrix(lines, jobs, 2 * shop.machines)) {
    auto& job = shop.jobs.emplace_back();
    for (std::size_t i = 0; i < row.size(); i += 2) {
      job.push_back({machine_of(row[i], 0), row[i + 1].time, row[i].place});
    }
  }
}

/// Rows of times, and below 'Machines' rows of machines, counted from 1.
void read_times_and_machines(WordLines& lines, std::size_t jobs, JobShop& shop) {
  move_on(lines);
  shop.jobs = matrix(lines, jobs, shop.machines);
  if (!lines.next() || are_numbers(lines.words())) {
    throw lines.error("the line 'Machines' is missing after the times; add it");
  }
  move_on(lines);
  const auto machines = matrix(lines, jobs, shop.machines);
  for (std::size_t j = 0; j < jobs; ++j) {
    for (std::size_t i = 0; i < shop.machines; ++i) {
      shop.jobs[j][i].machine = machine_of(machines[j][i], 1);
    }
  }
}

/// Reads instances until the end of the file. A line "instance ft06" names the next one.
std::vector<JobShop> read_text(const Reader::Source& source) {
  WordLines lines(source);
  std::vector<JobShop> shops;
  std::string name;
  bool has_line = lines.next();
  while (has_line) {
    const auto words = lines.words();
    if (words.size() == 2 && words[0] == "instance") name = words[1];
    if (!are_numbers(words)) {
      has_line = lines.next();
      continue;
    }
    JobShop& shop = shops.emplace_back();
    shop.name = name.empty() ? stem_of(source) : std::exchange(name, {});
    shop.place = lines.place();
    const std::size_t jobs = lines.count(0, "the number of jobs");
    shop.machines = lines.count(1, "the number of machines");
    if (jobs == 0 || shop.machines == 0 || shop.machines > most_machines) check(shop);
    move_on(lines);
    if (are_numbers(lines.words())) {
      read_pairs(lines, jobs, shop);
    } else {
      read_times_and_machines(lines, jobs, shop);
    }
    has_line = lines.next();
  }
  return shops;
}

// ---- The JSON form

JobShop read_instance(const Value& instance, const std::string& name) {
  JobShop shop;
  shop.place = instance.place;
  const Value* own = instance.find("name");
  shop.name = own == nullptr ? name : word_of(*own);
  shop.machines = static_cast<std::size_t>(std::min(amount_of(member(instance, "machines")), 1e9));
  for (const Value& operations : items_of(member(instance, "ops"))) {
    auto& job = shop.jobs.emplace_back();
    for (const Value& pair : items_of(operations)) {
      if (items_of(pair).size() != 2) {
        throw InputError(pair.place, "an operation is not a pair; write [machine, time]");
      }
      const Operation machine{0, amount_of(pair.items[0]), pair.place};
      job.push_back({machine_of(machine, 0), amount_of(pair.items[1]), pair.place});
    }
  }
  return shop;
}

std::vector<JobShop> read_json_instances(const Reader::Source& source) {
  const std::vector<Value> documents = read_json(source);
  const Value& document = documents.front();
  const Value* list = document.is_map() ? document.find("instances") : nullptr;
  std::vector<JobShop> shops;
  if (document.is_map() && list == nullptr) {
    shops.push_back(read_instance(document, stem_of(source)));
    return shops;
  }
  for (const Value& instance : items_of(list == nullptr ? document : *list)) {
    shops.push_back(read_instance(instance, "instance " + std::to_string(shops.size())));
  }
  return shops;
}

bool is_json(const Reader::Source& source) {
  const std::size_t begin = source.contents.find_first_not_of(" \t\r\n");
  return begin != std::string::npos &&
         (source.contents[begin] == '{' || source.contents[begin] == '[');
}

/// True if the first line of numbers is followed by a row of a pair for each machine, or by
/// Taillard's 'Times'.
bool is_text_form(const Reader::Source& source) {
  try {
    WordLines lines(source);
    bool has_line = lines.next();
    for (int skipped = 0; has_line && !are_numbers(lines.words()); ++skipped) {
      constexpr int most_skipped = 30;
      if (skipped == most_skipped) return false;
      has_line = lines.next();
    }
    if (!has_line || lines.words().size() < 2) return false;
    const std::size_t machines = lines.count(1, "the number of machines");
    if (!lines.next()) return false;
    return lines.words().front() == "Times" ||
           (are_numbers(lines.words()) && lines.words().size() == 2 * machines);
  } catch (const InputError&) {
    return false;
  }
}
}  // namespace

bool holds_job_shops(const Reader::Source& source) {
  if (!is_json(source)) return source.path.ends_with(".jsp") || is_text_form(source);
  return source.contents.find("\"ops\"") != std::string::npos &&
         source.contents.find("\"machines\"") != std::string::npos;
}

std::vector<JobShop> read_job_shops(const Reader::Source& source) {
  std::vector<JobShop> shops = is_json(source) ? read_json_instances(source) : read_text(source);
  for (const JobShop& shop : shops) check(shop);
  return shops;
}

}  // namespace kairos
