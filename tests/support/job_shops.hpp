// Classic job shops with known optima (Fisher, Thompson 1963; Lawrence 1984), as static instances.
#pragma once

#include <string>
#include <vector>

#include "experiments/static/static_instance.hpp"

namespace kairos::testing {

/// A job shop: for each job, the machine and the time of each operation in turn.
using Operations = std::vector<std::vector<std::pair<std::size_t, double>>>;

/// The instance in which operation i of job j depends on operation i - 1.
inline StaticInstance job_shop(const std::string& name, std::size_t machines,
                               const Operations& jobs) {
  StaticInstance instance{{name, 0, machines, {}, {}, {}}};
  for (const auto& job : jobs) {
    for (std::size_t i = 0; i < job.size(); ++i) {
      if (i > 0) instance.edges.emplace_back(instance.tasks - 1, instance.tasks, 0.0);
      instance.cost.emplace_back(machines, -1.0);
      instance.cost.back()[job[i].first] = job[i].second;
      ++instance.tasks;
    }
  }
  instance.bandwidth.assign(machines, std::vector<double>(machines, 1));
  return instance;
}

/// 6 jobs on 6 machines. The optimum is 55.
inline StaticInstance ft06() {
  return job_shop("ft06", 6,
                  {{{2, 1}, {0, 3}, {1, 6}, {3, 7}, {5, 3}, {4, 6}},
                   {{1, 8}, {2, 5}, {4, 10}, {5, 10}, {0, 10}, {3, 4}},
                   {{2, 5}, {3, 4}, {5, 8}, {0, 9}, {1, 1}, {4, 7}},
                   {{1, 5}, {0, 5}, {2, 5}, {3, 3}, {4, 8}, {5, 9}},
                   {{2, 9}, {1, 3}, {4, 5}, {5, 4}, {0, 3}, {3, 1}},
                   {{1, 3}, {3, 3}, {5, 9}, {0, 10}, {4, 4}, {2, 1}}});
}

/// 10 jobs on 5 machines. The optimum is 597.
inline StaticInstance la03() {
  return job_shop("la03", 5,
                  {{{1, 23}, {2, 45}, {0, 82}, {4, 84}, {3, 38}},
                   {{2, 21}, {1, 29}, {0, 18}, {4, 41}, {3, 50}},
                   {{2, 38}, {3, 54}, {4, 16}, {0, 52}, {1, 52}},
                   {{4, 37}, {0, 54}, {2, 74}, {1, 62}, {3, 57}},
                   {{4, 57}, {0, 81}, {1, 61}, {3, 68}, {2, 30}},
                   {{4, 81}, {0, 79}, {1, 89}, {2, 89}, {3, 11}},
                   {{3, 33}, {2, 20}, {0, 91}, {4, 20}, {1, 66}},
                   {{4, 24}, {1, 84}, {0, 32}, {2, 55}, {3, 8}},
                   {{4, 56}, {0, 7}, {3, 54}, {2, 64}, {1, 39}},
                   {{4, 40}, {1, 83}, {0, 19}, {2, 8}, {3, 7}}});
}

/// 10 jobs on 10 machines. The optimum is 930.
inline StaticInstance ft10() {
  return job_shop(
      "ft10", 10,
      {{{0, 29}, {1, 78}, {2, 9}, {3, 36}, {4, 49}, {5, 11}, {6, 62}, {7, 56}, {8, 44}, {9, 21}},
       {{0, 43}, {2, 90}, {4, 75}, {9, 11}, {3, 69}, {1, 28}, {6, 46}, {5, 46}, {7, 72}, {8, 30}},
       {{1, 91}, {0, 85}, {3, 39}, {2, 74}, {8, 90}, {5, 10}, {7, 12}, {6, 89}, {9, 45}, {4, 33}},
       {{1, 81}, {2, 95}, {0, 71}, {4, 99}, {6, 9}, {8, 52}, {7, 85}, {3, 98}, {9, 22}, {5, 43}},
       {{2, 14}, {0, 6}, {1, 22}, {5, 61}, {3, 26}, {4, 69}, {8, 21}, {7, 49}, {9, 72}, {6, 53}},
       {{2, 84}, {1, 2}, {5, 52}, {3, 95}, {8, 48}, {9, 72}, {0, 47}, {6, 65}, {4, 6}, {7, 25}},
       {{1, 46}, {0, 37}, {3, 61}, {2, 13}, {6, 32}, {5, 21}, {9, 32}, {8, 89}, {7, 30}, {4, 55}},
       {{2, 31}, {0, 86}, {1, 46}, {5, 74}, {4, 32}, {6, 88}, {8, 19}, {9, 48}, {7, 36}, {3, 79}},
       {{0, 76}, {1, 69}, {3, 76}, {5, 51}, {2, 85}, {9, 11}, {6, 40}, {7, 89}, {4, 26}, {8, 74}},
       {{1, 85}, {0, 13}, {2, 61}, {6, 7}, {8, 64}, {9, 76}, {5, 47}, {3, 52}, {4, 90}, {7, 45}}});
}

}  // namespace kairos::testing
