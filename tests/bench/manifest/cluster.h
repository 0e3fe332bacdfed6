#pragma once

#include <vector>

/// What it costs to hold 1,000 changed objects against a cluster of 500 nodes and 10,000 pods, in milliseconds: the
/// first time, when pods are read, and again.
std::vector<double> clusterChecks();
