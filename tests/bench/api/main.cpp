#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <span>
#include <thread>

#include "engine/server/health.h"
#include "engine/store/sqlite/sqlite_store.h"
#include "tests/support/api/served_api.h"

/// The API's budgets, over TLS on loopback: durable creates, a large list, and the fan-out of one change.
namespace {

using namespace armillary;
using namespace armillary::test;
using Clock = std::chrono::steady_clock;

const std::string kMaps = "/api/v1/namespaces/default/configmaps";

double milliseconds(Clock::duration took) {
    return std::chrono::duration<double, std::milli>(took).count();
}

void print(const char* name, double value, const char* unit, double budget, bool met) {
    std::printf("{\"name\":\"%s\",\"value\":%.3f,\"unit\":\"%s\",\"budget\":%.3f,\"met\":%s}\n", name, value, unit,
                budget, met ? "true" : "false");
    std::fflush(stdout);
}

/// A served API on a store of the disk, in a folder of its own.
class Server {
public:
    Server() : m_folder(std::filesystem::temp_directory_path() / ("armillary-bench-" + pki::randomHex(8))) {
        std::filesystem::create_directories(m_folder);
        m_store = store::openSqliteStore({.path = m_folder / "state.db"}).value();
        m_cache = watch::Cache::create(*m_store).value();
        m_signer = pki::TokenSigner::create(pki::TokenSigner::newKey().value(), "https://issuer").value();
        m_api = server::makeApi({.store = *m_store,
                                 .cache = *m_cache,
                                 .signer = *m_signer,
                                 .clock = async::realClock(),
                                 .identifiers = m_identifiers,
                                 .health = m_health,
                                 .services = {}});
        if (auto done = server::bootstrap(*m_api, m_health, {}, "192.0.2.1", 6443); !done)
            throw std::runtime_error(done.error().message);
        m_listener = serve(*m_api, m_credentials);
    }
    ~Server() {
        m_listener.reset();
        m_api.reset();
        m_cache.reset();
        m_store.reset();
        std::filesystem::remove_all(m_folder);
    }

    std::unique_ptr<TlsClient> client() const {
        return std::make_unique<TlsClient>(m_listener->port(), m_credentials.authority.certificatePem(),
                                           m_credentials.admin);
    }
    server::Api& api() { return *m_api; }

private:
    const std::filesystem::path m_folder;
    const ServedCredentials m_credentials;
    async::Identifiers m_identifiers;
    std::unique_ptr<store::Store> m_store;
    std::unique_ptr<watch::Cache> m_cache;
    std::unique_ptr<pki::TokenSigner> m_signer;
    server::Health m_health;
    std::unique_ptr<server::Api> m_api;
    std::unique_ptr<server::Listener> m_listener;
};

std::string configMap(const std::string& name) {
    return R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":")" + name + R"("},"data":{"k":"v"}})";
}

void create(TlsClient& client, const std::string& name) {
    const auto answer = client.request("POST", kMaps, configMap(name));
    if (answer.code != 201) throw std::runtime_error("create: " + answer.body);
}

void benchSingleCreate(Server& server) {
    const auto client = server.client();
    std::vector<double> times;
    for (int i = 0; i < 500; ++i) {
        const auto begin = Clock::now();
        create(*client, "single-" + std::to_string(i));
        times.push_back(milliseconds(Clock::now() - begin));
    }
    std::ranges::nth_element(times, times.begin() + 250);
    print("api.create.1.p50", times[250], "ms", 1, times[250] <= 1);
}

void benchParallelCreates(Server& server) {
    constexpr int kConnections = 32, kEach = 300;
    std::vector<std::unique_ptr<TlsClient>> clients;
    for (int i = 0; i < kConnections; ++i) clients.push_back(server.client());
    const auto begin = Clock::now();
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < kConnections; ++i)
            threads.emplace_back([&, i] {
                for (int n = 0; n < kEach; ++n)
                    create(*clients[i], "many-" + std::to_string(i) + "-" + std::to_string(n));
            });
    }
    const double rate = kConnections * kEach / (milliseconds(Clock::now() - begin) / 1000);
    print("api.create.32", rate, "1/s", 4000, rate >= 4000);
}

void benchList(Server& server) {
    server.api().handleAs(ApiHarness::admin(), {.method = "POST",
                                                .path = "/api/v1/namespaces/default/serviceaccounts",
                                                .body = R"({"metadata":{"name":"default"}})"});
    for (int i = 0; i < 10'000; ++i) {
        const std::string body =
            R"({"metadata":{"name":"pod-)" + std::to_string(i) +
            R"(","labels":{"app":"web"}},"spec":{"containers":[{"name":"c","image":"example.test/i:1"}]}})";
        const auto reply = server.api().handleAs(
            ApiHarness::admin(), {.method = "POST", .path = "/api/v1/namespaces/default/pods", .body = body});
        if (std::get<server::Response>(reply).code != 201)
            throw std::runtime_error(std::get<server::Response>(reply).body);
    }
    const auto client = server.client();
    std::vector<double> times;
    for (int i = 0; i < 9; ++i) {
        const auto begin = Clock::now();
        if (client->request("GET", "/api/v1/pods").code != 200) throw std::runtime_error("list failed");
        times.push_back(milliseconds(Clock::now() - begin));
    }
    std::ranges::nth_element(times, times.begin() + 4);
    print("api.list.10000", times[4], "ms", 150, times[4] <= 150);
}

void benchFanOut(Server& server) {
    constexpr int kWatchers = 1000, kChanges = 50;
    std::vector<std::unique_ptr<TlsClient>> watchers;
    // The kernel names those that are ready: to ask all of them each time would cost more than the server spends.
    const int ready = epoll_create1(EPOLL_CLOEXEC);
    if (ready < 0) throw std::runtime_error("epoll_create1 failed");
    for (int i = 0; i < kWatchers; ++i) {
        watchers.push_back(server.client());
        watchers.back()->send("GET /api/v1/namespaces/kube-public/configmaps?watch=true HTTP/1.1\r\nHost: x\r\n\r\n");
        if (watchers.back()->answer().code != 200) throw std::runtime_error("watch failed");
        epoll_event wanted{.events = EPOLLIN, .data = {.ptr = watchers.back().get()}};
        epoll_ctl(ready, EPOLL_CTL_ADD, watchers.back()->descriptor(), &wanted);
    }
    std::this_thread::sleep_for(std::chrono::seconds(1));
    const auto writer = server.client();
    std::vector<double> times;
    std::array<epoll_event, 64> events;
    for (int change = 0; change < kChanges; ++change) {
        std::atomic<Clock::time_point> begin;
        const std::jthread write([&] {
            begin = Clock::now();
            writer->request("POST", "/api/v1/namespaces/kube-public/configmaps",
                            configMap("fan-" + std::to_string(change)));
        });
        for (int seen = 0; seen < kWatchers;) {
            const int count = epoll_wait(ready, events.data(), events.size(), 10'000);
            if (count <= 0) throw std::runtime_error("events are missing");
            for (const epoll_event& event : std::span(events).first(static_cast<std::size_t>(count))) {
                static_cast<TlsClient*>(event.data.ptr)->receive();
                times.push_back(milliseconds(Clock::now() - begin.load()));
                ++seen;
            }
        }
    }
    close(ready);
    std::ranges::sort(times);
    const double p99 = times[times.size() * 99 / 100];
    print("api.watch.1000.p99", p99, "ms", 20, p99 <= 20);
}

}  // namespace

int main() {
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    try {
        Server server;
        benchSingleCreate(server);
        benchParallelCreates(server);
        benchFanOut(server);
        benchList(server);
    } catch (const std::exception& failed) {
        std::fprintf(stderr, "%s\n", failed.what());
        return 1;
    }
}
