#include <doctest/doctest.h>

#include "tests/unit/resources/documents.h"

using namespace armillary::resources::testing;

namespace {

struct Shown {
    const char* what;
    std::string init;                ///< members of spec.initContainers
    std::string status;              ///< members of status
    std::vector<std::string> cells;  ///< ready, status, restarts
    std::string meta;
};

std::string pod(const Shown& shown) {
    return R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","creationTimestamp":"2026-01-01T00:00:00Z")" +
           shown.meta + R"(},"spec":{"nodeName":"n","initContainers":[)" + shown.init +
           R"(],"containers":[{"name":"a"},{"name":"b"}]},"status":{)" + shown.status + "}}";
}

std::string containers(const std::string& list) {
    return R"("phase":"Running","containerStatuses":[)" + list + "]";
}
std::string initial(const std::string& list) {
    return R"("phase":"Pending","initContainerStatuses":[)" + list + "]";
}

const std::string kRunning =
    R"({"name":"a","image":"","imageID":"","ready":true,"restartCount":0,"state":{"running":{}}})";

std::string state(const std::string& text, int restarts = 0, const std::string& more = "") {
    return R"({"name":"b","image":"","imageID":"","ready":false,"restartCount":)" + std::to_string(restarts) +
           R"(,"state":{)" + text + "}" + more + "}";
}

}  // namespace

TEST_CASE("A pod's status in a word") {
    const std::string two = R"({"name":"x"},{"name":"y"})";
    const std::string sidecar = R"({"name":"x","restartPolicy":"Always"})";
    const std::vector<Shown> cases = {
        {"new", "", R"("phase":"Pending")", {"0/2", "Pending", "0"}, ""},
        {"gated",
         "",
         R"("phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"SchedulingGated"}])",
         {"0/2", "SchedulingGated", "0"},
         ""},
        {"running",
         "",
         containers(kRunning + "," +
                    R"({"name":"b","image":"","imageID":"","ready":true,"restartCount":0,"state":{"running":{}}})"),
         {"2/2", "Running", "0"},
         ""},
        {"crash",
         "",
         containers(kRunning + "," +
                    state(R"("waiting":{"reason":"CrashLoopBackOff"})", 3,
                          R"(,"lastState":{"terminated":{"exitCode":1,"finishedAt":"2026-01-01T00:59:55Z"}})")),
         {"1/2", "CrashLoopBackOff", "3 (5s ago)"},
         ""},
        {"exit code",
         "",
         containers(kRunning + "," + state(R"("terminated":{"exitCode":7})")),
         {"1/2", "ExitCode:7", "0"},
         ""},
        {"signal",
         "",
         containers(kRunning + "," + state(R"("terminated":{"exitCode":137,"signal":9})")),
         {"1/2", "Signal:9", "0"},
         ""},
        {"completed",
         "",
         R"("phase":"Succeeded","containerStatuses":[)" + state(R"("terminated":{"exitCode":0,"reason":"Completed"})") +
             "]",
         {"0/2", "Completed", "0"},
         ""},
        {"half completed",
         "",
         containers(state(R"("terminated":{"exitCode":0,"reason":"Completed"})") + "," + kRunning),
         {"1/2", "NotReady", "0"},
         ""},
        {"evicted", "", R"("phase":"Failed","reason":"Evicted")", {"0/2", "Evicted", "0"}, ""},
        {"going",
         "",
         containers(kRunning),
         {"1/2", "Terminating", "0"},
         R"(,"deletionTimestamp":"2026-01-01T00:00:00Z")"},
        {"gone with its node",
         "",
         R"("phase":"Running","reason":"NodeLost")",
         {"0/2", "Unknown", "0"},
         R"(,"deletionTimestamp":"2026-01-01T00:00:00Z")"},
        {"first init container", two, initial(state(R"("running":{})")), {"0/2", "Init:0/2", "0"}, ""},
        {"second init container",
         two,
         initial(state(R"("terminated":{"exitCode":0})") + "," + state(R"("waiting":{"reason":"PodInitializing"})")),
         {"0/2", "Init:1/2", "0"},
         ""},
        {"init container fails",
         two,
         initial(state(R"("terminated":{"exitCode":3})")),
         {"0/2", "Init:ExitCode:3", "0"},
         ""},
        {"init container waits",
         two,
         initial(state(R"("waiting":{"reason":"ErrImagePull"})")),
         {"0/2", "Init:ErrImagePull", "0"},
         ""},
        {"sidecar",
         sidecar,
         R"("phase":"Running","initContainerStatuses":[{"name":"x","image":"","imageID":"","ready":true,"started":true,"restartCount":0,"state":{"running":{}}}],"containerStatuses":[)" +
             kRunning + "]",
         {"2/3", "Running", "0"},
         ""},
    };
    for (const auto& item : cases) {
        CAPTURE(item.what);
        const auto cells = row(pod(item));
        CHECK(std::vector(cells.begin() + 1, cells.begin() + 4) == item.cells);
    }
}

TEST_CASE("A pod's other columns") {
    CHECK(columnNames("", "pods") == std::vector<std::string>{"Name", "Ready", "Status", "Restarts", "Age", "IP",
                                                              "Node", "Nominated Node", "Readiness Gates"});
    CHECK(row(pod({"", "", R"("phase":"Pending")", {}, ""})) ==
          std::vector<std::string>{"p", "0/2", "Pending", "0", "60m", "<none>", "n", "<none>", "<none>"});
    const std::string gates =
        with(pod({"",
                  "",
                  R"("phase":"Running","podIPs":[{"ip":"10.1.1.1"}],"conditions":[{"type":"g/a","status":"True"}])",
                  {},
                  ""}),
             R"("nodeName":"n")", R"("readinessGates":[{"conditionType":"g/a"},{"conditionType":"g/b"}])");
    CHECK(row(gates) ==
          std::vector<std::string>{"p", "0/2", "Running", "0", "60m", "10.1.1.1", "<none>", "<none>", "1/2"});
}
