#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <vector>

#include "engine/relations/relations.h"

using namespace armillary;

namespace {

constexpr const char* kHead = R"(# Edges: who refers to whom

One table, [engine/relations/rows.cpp](../engine/relations/rows.cpp), says which field of which kind refers to what. Topology, details,
checks, explanations and the editor read it; the editor draws and removes edges by it. This page is made from it:
`ARMILLARY_WRITE_PAGES=1 build/dev/tests/unit_relations` writes it anew, and the test fails while it says something else.

- A *workload* is whatever has pods: Pod, Deployment, ReplicaSet, StatefulSet, DaemonSet, Job, CronJob, ReplicationController,
  PodTemplate, and custom resources with a pod template. Its fields begin at the pods' specification.
- Both ends are in the same namespace, or one has none, unless the field says a namespace or selects namespaces.
- The *way* is the edge's name for programs. Of one pair there may be several; the editor asks which.
- What a cluster never changes of an object that is there (a role that is granted, a running pod) is drawn in files alone.

)";

std::string kindsOf(const relations::RowView& row) {
    const bool finds = row.relation == relations::relation::kSelects || row.relation == relations::relation::kPeer;
    std::vector<std::string> kinds;
    if (finds)
        kinds.emplace_back("pods, workloads");
    else if (row.to != "*")
        kinds.push_back(row.to);
    for (std::string_view rest = row.others; !rest.empty();) {
        const auto bar = rest.find('|');
        const auto one = rest.substr(0, bar);
        rest = bar == std::string_view::npos ? std::string_view() : rest.substr(bar + 1);
        kinds.emplace_back(one == "*" ? "custom resources" : one);
    }
    std::string text;
    for (const auto& kind : kinds) text += (text.empty() ? "" : ", ") + kind;
    return text.empty() ? "anything" : text;
}

/// A cell of a table, in which '|' would end it.
std::string code(std::string_view path) {
    std::string text;
    for (const char c : path) text += c == '|' ? std::string("\\|") : std::string(1, c);
    return "`" + text + "`";
}

std::string page() {
    const auto rows = relations::table();
    std::string text = kHead;
    text += "| from | to | field | edge | way | in words |\n|---|---|---|---|---|---|\n";
    for (std::size_t i = 0; i < rows.size();) {
        const auto& row = rows[i];
        std::string from = row.from == "*" ? "anything" : row.from;
        // Kinds that share a row stand behind one another.
        for (++i; i < rows.size() && rows[i].path == row.path && rows[i].to == row.to && rows[i].title == row.title;
             ++i)
            from += ", " + rows[i].from;
        const std::string way = row.way.empty() ? "read only" : "`" + std::string(row.way) + "`";
        text += "| " + from + " | " + kindsOf(row) + " | " + code(row.path) + " | " + std::string(row.relation) +
                " | " + way + " | " + std::string(row.title) + " |\n";
    }
    return text;
}

}  // namespace

TEST_CASE("The page of edges says what the table says") {
    if (std::getenv("ARMILLARY_WRITE_PAGES")) std::ofstream(EDGES_PAGE) << page();
    std::ifstream file(EDGES_PAGE);
    const std::string there{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    CHECK_MESSAGE(there == page(), "ARMILLARY_WRITE_PAGES=1 and this program write docs/edges.md anew");
}
