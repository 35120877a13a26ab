// The demand of a task that serves several requests of one step, which may differ in their numbers
// of rows and in the lengths of their caches.
//
//   operations, activations, state = sums over the requests
//   weights                        = those of the request that reads most of them
//
// Operators run once for the rows of all requests, except for those that only read the state of a
// request, such as attention. They run once for each request, one after the other.
//
// Example: a step reads 100 rows of a prompt and makes the next token of 7 requests. Its product
// with a 4096 x 4096 matrix in fp16 has 107 rows and reads weights of 33.6 MB.
// How far to trust it: experts that only one of several requests uses are counted as if they were
// among those of the request that uses most.
#pragma once

#include <memory>
#include <span>

#include "workloads/operators/demand.hpp"

namespace kairos {

using SharedDemand = std::shared_ptr<const Demand>;

/// True if two demands are equal in everything that a cost model may look at.
bool are_equal(const Demand& a, const Demand& b);

/// The demand with the rows of its whole batch on one axis, if the operator treats them alike.
/// Otherwise the demand as it is.
SharedDemand with_rows_of_batch(SharedDemand demand);

/// The demand of all requests together, of which there is at least one. Each of them is the demand
/// of the same task, whose operator kind is `kernel`.
SharedDemand joined(const std::string& kernel, std::span<const SharedDemand> requests);

}  // namespace kairos
