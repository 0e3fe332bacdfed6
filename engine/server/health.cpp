#include "engine/server/health.h"

#include <algorithm>
#include <set>

#include "engine/schema/text.h"

namespace armillary::server {
namespace {

constexpr std::string_view kHookPrefix = "poststarthook/";

Response plain(int code, std::string body) {
    Response response{.code = code, .contentType = "text/plain; charset=utf-8", .body = std::move(body)};
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    return response;
}

std::string quotedList(const std::set<std::string_view>& names) {
    std::string out;
    for (const std::string_view name : names) out.append(out.empty() ? "" : ",").append(schema::quoted(name));
    return out;
}

/// Why the store is of no use; `writes` says whether it has to have room for more.
std::optional<std::string> storeComplaint(store::Store& store, bool writes) {
    // Any key will do: none is as good an answer as one.
    if (const auto read = store.get("/registry/health"); !read && read.error().code != store::ErrorCode::NotFound)
        return "error getting data from etcd: " + read.error().message;
    auto problem = store.writeProblem();
    if (!problem || (problem->code == store::ErrorCode::Full && !writes)) return std::nullopt;
    return std::move(problem->message);
}

}  // namespace

Health::Health() {
    const auto holds = [] { return std::nullopt; };
    add("ping", For::LifeAndReadiness, holds);
    add("log", For::LifeAndReadiness, holds);
}

void Health::add(std::string name, For what, Check check) {
    const std::scoped_lock lock(m_mutex);
    m_rows.push_back({std::move(name), what, std::move(check)});
}

void Health::expect(std::string_view hook) {
    const std::scoped_lock lock(m_mutex);
    m_undone.emplace_back(hook);
    m_rows.push_back({std::string(kHookPrefix).append(hook), For::LifeAndReadiness,
                      [this, name = std::string(hook)]() -> std::optional<std::string> {
                          const std::scoped_lock asking(m_mutex);
                          if (std::ranges::find(m_undone, name) == m_undone.end()) return std::nullopt;
                          return "not finished";
                      }});
}

void Health::hasDone(std::string_view hook) {
    const std::scoped_lock lock(m_mutex);
    std::erase(m_undone, hook);
}

void Health::shutDown() {
    const std::scoped_lock lock(m_mutex);
    m_shuttingDown = true;
}

std::vector<Health::Row> Health::checksOf(std::string_view endpoint) const {
    const bool readiness = endpoint == "readyz";
    const std::scoped_lock lock(m_mutex);
    std::vector<Row> rows;
    std::ranges::copy_if(m_rows, std::back_inserter(rows),
                         [&](const Row& row) { return readiness || row.what == For::LifeAndReadiness; });
    if (readiness)
        rows.push_back({"shutdown", For::Readiness, [ends = m_shuttingDown]() -> std::optional<std::string> {
                            if (!ends) return std::nullopt;
                            return "process is shutting down";
                        }});
    return rows;
}

Result<Response> Health::answer(const Request& request) const {
    const std::string_view path = std::string_view(request.path).substr(1);
    const std::size_t slash = path.find('/');
    const std::string_view endpoint = path.substr(0, slash);
    const std::vector<Row> checks = checksOf(endpoint);
    if (slash != std::string_view::npos) {
        const auto found = std::ranges::find(checks, path.substr(slash + 1), &Row::name);
        if (found == checks.end()) return std::unexpected(status::unknownPath());
        const auto why = found->check();
        return why ? plain(500, "internal server error: " + *why + "\n") : plain(200, "ok");
    }

    const auto given = request.parameters("exclude");
    std::set<std::string_view> unmatched(given.begin(), given.end());
    const std::set<std::string_view> excluded = unmatched;
    std::string lines;
    bool healthy = true;
    for (const auto& [name, what, check] : checks) {
        unmatched.erase(name);
        const bool passedOver = excluded.contains(name);
        const bool holds = passedOver || !check();
        healthy = healthy && holds;
        lines.append(holds ? "[+]" : "[-]").append(name);
        lines += passedOver ? " excluded: ok\n" : holds ? " ok\n" : " failed: reason withheld\n";
    }
    if (!unmatched.empty())
        lines += "warn: some health checks cannot be excluded: no matches for " + quotedList(unmatched) + "\n";
    if (!healthy) return plain(500, lines.append(endpoint) + " check failed\n");
    if (request.hasParameter("verbose")) return plain(200, lines.append(endpoint) + " check passed\n");
    return plain(200, "ok");
}

void addStorageChecks(Health& health, store::Store& store, const watch::Cache& cache) {
    health.add("etcd", Health::For::LifeAndReadiness, [&store] { return storeComplaint(store, false); });
    health.add("etcd-readiness", Health::For::Readiness, [&store] { return storeComplaint(store, true); });
    health.add("informer-sync", Health::For::Readiness,
               [&cache, from = store.current()]() -> std::optional<std::string> {
                   if (cache.revision() >= from) return std::nullopt;
                   return "1 informers not started yet: [watch.Cache]";
               });
}

}  // namespace armillary::server
