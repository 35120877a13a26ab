// Small graphs of the literature with their published makespans.
#pragma once

#include "experiments/static/static_instance.hpp"

namespace kairos::testing {

/// An instance in which all bandwidths are 1, so the volume of an edge is its transfer time.
inline StaticInstance instance(const std::string& name, std::vector<std::vector<double>> cost,
                               std::vector<std::tuple<std::size_t, std::size_t, double>> edges) {
  const std::size_t elements = cost.front().size();
  const std::size_t tasks = cost.size();
  return {{name, tasks, elements, std::move(cost), std::move(edges),
           std::vector(elements, std::vector<double>(elements, 1))}};
}

/// The graph of Topcuoglu, Hariri and Wu 2002, figure 1 and table 1.
inline StaticInstance canonical() {
  return instance("canonical",
                  {{14, 16, 9},
                   {13, 19, 18},
                   {11, 13, 19},
                   {13, 8, 17},
                   {12, 13, 10},
                   {13, 16, 9},
                   {7, 15, 11},
                   {5, 11, 14},
                   {18, 12, 20},
                   {21, 7, 16}},
                  {{0, 1, 18},
                   {0, 2, 12},
                   {0, 3, 9},
                   {0, 4, 11},
                   {0, 5, 14},
                   {1, 7, 19},
                   {1, 8, 16},
                   {2, 6, 23},
                   {3, 7, 27},
                   {3, 8, 23},
                   {4, 8, 13},
                   {5, 7, 15},
                   {6, 9, 17},
                   {7, 9, 11},
                   {8, 9, 13}});
}

/// The graph of Arabnejad and Barbosa 2014.
inline StaticInstance peft_example() {
  return instance("peft_example",
                  {{22, 21, 36},
                   {22, 18, 18},
                   {32, 27, 43},
                   {7, 10, 4},
                   {29, 27, 35},
                   {26, 17, 24},
                   {14, 25, 30},
                   {29, 23, 36},
                   {15, 21, 8},
                   {13, 16, 33}},
                  {{0, 1, 17},
                   {0, 2, 31},
                   {0, 3, 29},
                   {0, 4, 13},
                   {0, 5, 7},
                   {1, 7, 3},
                   {1, 8, 30},
                   {2, 6, 16},
                   {3, 7, 11},
                   {3, 8, 7},
                   {4, 8, 57},
                   {5, 7, 5},
                   {6, 9, 9},
                   {7, 9, 42},
                   {8, 9, 7}});
}

inline StaticInstance ahmad() {
  return instance("ahmad",
                  {{5, 10, 15},
                   {10, 5, 25},
                   {8, 24, 5},
                   {2, 5, 8},
                   {8, 2, 5},
                   {10, 8, 4},
                   {4, 15, 10},
                   {6, 8, 4},
                   {3, 6, 9}},
                  {{0, 1, 4},
                   {0, 6, 10},
                   {0, 2, 1},
                   {0, 3, 3},
                   {0, 4, 1},
                   {1, 5, 1},
                   {1, 6, 1},
                   {2, 7, 1},
                   {3, 7, 1},
                   {5, 8, 5},
                   {6, 8, 6},
                   {7, 8, 5}});
}

inline StaticInstance daoud() {
  return instance("daoud",
                  {{4, 6},
                   {15, 22.5},
                   {4, 6},
                   {13, 19.5},
                   {10, 15},
                   {7, 10.5},
                   {8, 12},
                   {4, 6},
                   {12, 18},
                   {6, 9},
                   {9, 13.5}},
                  {{0, 3, 5},
                   {0, 6, 18},
                   {1, 2, 4},
                   {1, 4, 14},
                   {1, 5, 3},
                   {1, 7, 17},
                   {2, 9, 19},
                   {2, 10, 2},
                   {3, 8, 5},
                   {3, 10, 2},
                   {4, 9, 14},
                   {5, 9, 1},
                   {6, 9, 5},
                   {6, 10, 10},
                   {7, 9, 1},
                   {8, 9, 14},
                   {8, 10, 11}});
}

inline StaticInstance hamid() {
  return instance("hamid",
                  {{23, 32, 28},
                   {36, 36, 16},
                   {2, 3, 3},
                   {16, 17, 13},
                   {25, 17, 28},
                   {25, 38, 37},
                   {30, 21, 29},
                   {17, 26, 36},
                   {16, 10, 21},
                   {26, 16, 26}},
                  {{0, 1, 17},
                   {0, 2, 5},
                   {0, 3, 7},
                   {0, 4, 5},
                   {0, 5, 16},
                   {1, 7, 6},
                   {1, 8, 5},
                   {2, 6, 1},
                   {3, 7, 9},
                   {3, 8, 2},
                   {4, 8, 7},
                   {5, 7, 20},
                   {6, 9, 10},
                   {7, 9, 3},
                   {8, 9, 8}});
}

inline StaticInstance heteropar() {
  return instance("heteropar",
                  {{20, 10, 15, 17},
                   {19, 17, 11, 17},
                   {12, 7, 18, 14},
                   {10, 22, 19, 18},
                   {25, 24, 19, 18},
                   {11, 21, 12, 10},
                   {20, 18, 6, 12},
                   {9, 6, 6, 6},
                   {21, 19, 21, 17},
                   {16, 23, 10, 21},
                   {13, 22, 14, 23},
                   {15, 10, 10, 19}},
                  {{0, 1, 12},
                   {1, 2, 13},
                   {2, 3, 10},
                   {2, 4, 10},
                   {3, 11, 14},
                   {4, 5, 17},
                   {4, 6, 17},
                   {5, 7, 11},
                   {7, 11, 5},
                   {6, 8, 11},
                   {8, 9, 16},
                   {9, 10, 14},
                   {10, 11, 14}});
}

inline StaticInstance hsu() {
  return instance("hsu",
                  {{14, 19, 9},
                   {13, 19, 18},
                   {11, 17, 15},
                   {13, 8, 18},
                   {12, 13, 10},
                   {12, 19, 13},
                   {7, 16, 11},
                   {5, 11, 14},
                   {18, 12, 20},
                   {17, 20, 11}},
                  {{0, 1, 18},
                   {0, 2, 12},
                   {0, 3, 9},
                   {0, 4, 11},
                   {0, 5, 14},
                   {1, 7, 19},
                   {1, 8, 16},
                   {2, 6, 23},
                   {3, 7, 27},
                   {3, 8, 23},
                   {4, 8, 13},
                   {5, 7, 15},
                   {6, 9, 17},
                   {7, 9, 10},
                   {8, 9, 14}});
}

inline StaticInstance sample() {
  return instance("sample",
                  {{17, 28, 17},
                   {26, 11, 14},
                   {30, 13, 27},
                   {6, 25, 3},
                   {12, 2, 12},
                   {7, 8, 23},
                   {23, 16, 29},
                   {12, 14, 11}},
                  {{0, 1, 13},
                   {0, 2, 10},
                   {0, 3, 24},
                   {0, 4, 16},
                   {1, 6, 19},
                   {2, 5, 18},
                   {3, 6, 23},
                   {4, 6, 10},
                   {5, 7, 10},
                   {6, 7, 11}});
}

}  // namespace kairos::testing
