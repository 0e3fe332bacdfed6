#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "engine/async/clock.h"
#include "engine/pki/ca.h"
#include "engine/schema/api/apiregistrationv1.h"
#include "engine/server/outbound/outbound.h"
#include "engine/server/request.h"
#include "engine/watch/cache.h"

/// API groups that other servers serve behind this one.
/// Source: https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/apiserver-aggregation/.
namespace armillary::server::aggregation {

using apiregistrationv1::APIService;

/// Whether the controller has found the group's server to answer.
bool isAvailable(const APIService& service);

/// Thread-safe. The cache and the outbound must outlive it.
class Aggregator {
public:
    Aggregator(const watch::Cache& cache, outbound::Outbound& outbound, async::Clock& clock,
               pki::Credential frontProxy);
    ~Aggregator();

    /// The APIService by which somebody else answers the path ("/apis/GROUP/VERSION…"); null: this server does.
    ObjectRef remoteFor(std::string_view path) const;
    /// Sends the request on in the user's name; 503 "service unavailable" while the service is not Available.
    Reply forward(const APIService& service, const User& user, const Request& request);
    /// The whole answer to a request that forward() would send on, for callers in this process.
    Response fetch(const ProxyReply& reply, const Request& request);

    /// Adds other servers' groups to what this one says of itself: /apis, plain and aggregated, and /apis/GROUP.
    /// `own` answers a request from this server's resources alone.
    Result<Response> discovery(const Request& request, const std::function<Result<Response>(const Request&)>& own);
    /// The same for /openapi/v2, /openapi/v3 and what is below that.
    Result<Response> openApi(const Request& request, const std::function<Result<Response>(const Request&)>& own);

private:
    struct Kept;
    using Document = std::shared_ptr<const outbound::Answer>;
    /// A document, if there is one, and whether the server gave it when it was asked last.
    struct Found {
        Document document = {};
        bool isCurrent = false;
        explicit operator bool() const { return document != nullptr; }
        const outbound::Answer& operator*() const { return *document; }
        const outbound::Answer* operator->() const { return document.get(); }
    };

    /// The APIServices that other servers stand behind.
    std::vector<ObjectRef> remotes() const;
    outbound::Peer peerOf(const APIService& service) const;
    /// What the server says at `path`, a minute old at most; what it said last while it is unavailable. A server
    /// that says that it has none is current without.
    Found document(const ObjectRef& service, const std::string& path, const std::string& accept);
    /// document() of every service, asked together.
    std::vector<Found> documents(const std::vector<ObjectRef>& services,
                                 const std::function<std::string(const APIService&)>& path, const std::string& accept);
    Response groups(const Response& own, const std::vector<ObjectRef>& services) const;
    Result<Response> group(Result<Response> own, const std::string& name, const std::vector<ObjectRef>& services) const;
    Response aggregated(const Request& request, const Response& own, const std::vector<ObjectRef>& services);
    Response openApiIndex(const Response& own, const std::vector<ObjectRef>& services);
    Response openApiV2(const Request& request, const Response& own, const std::vector<ObjectRef>& services);

    const watch::Cache& m_cache;
    outbound::Outbound& m_outbound;
    async::Clock& m_clock;
    const pki::Credential m_frontProxy;
    std::mutex m_mutex;
    std::map<std::string, Kept> m_kept;  ///< by service and path; bounded by what is asked of each
    std::string m_mergedKey;             ///< of the merged /openapi/v2 that is kept
    std::shared_ptr<const std::string> m_merged;
};

}  // namespace armillary::server::aggregation
