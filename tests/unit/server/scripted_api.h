#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/server/listener.h"
#include "tests/support/api/served_api.h"

namespace armillary::test {

/// More than the kernel takes on a loopback connection whose peer does not read.
inline constexpr std::size_t kHugeBytes = 24u << 20;

/// Answers by path, so that the listener alone is under test.
class ScriptedApi final : public server::Api {
public:
    server::Reply handle(server::Request request) override {
        if (request.path == "/echo")
            return server::Response{.body = request.method + " " + request.body + " " +
                                            (request.peer           ? request.peer->commonName
                                             : request.peerRejected ? "a stranger"
                                                                    : "nobody")};
        if (request.path == "/fingerprint") return server::Response{.body = request.peer->fingerprint};
        if (request.path == "/broken") throw std::runtime_error("out of order");
        if (request.path == "/broken-watch") {
            server::StreamReply reply{.contentType = "application/json"};
            reply.start = [](const std::shared_ptr<server::FrameSink>&) -> std::unique_ptr<server::Producer> {
                throw std::runtime_error("out of order");
            };
            return reply;
        }
        if (request.path == "/huge") return server::Response{.body = std::string(kHugeBytes, 'x')};
        if (request.path == "/large") return server::Response{.body = std::string(5u << 20, 'x')};
        if (request.path == "/watch") {
            server::StreamReply reply{.contentType = "application/json", .timeout = m_timeout};
            reply.start = [this](std::shared_ptr<server::FrameSink> sink) {
                const std::scoped_lock lock(m_mutex);
                m_sinks.push_back(std::move(sink));
                m_started.notify_all();
                return std::make_unique<Producing>(*this);
            };
            return reply;
        }
        if (request.path == "/proxy") return m_proxy;
        return server::Response{.code = 404, .body = "{}"};
    }
    server::Reply handleAs(const server::User&, server::Request request) override { return handle(std::move(request)); }
    Result<server::ObjectList> listObjects(const server::User&, const server::ObjectsQuery&) override {
        return server::ObjectList();
    }
    Result<std::unique_ptr<server::Producer>> watchObjects(const server::User&, const server::ObjectsQuery&,
                                                           std::shared_ptr<server::ObjectWatcher>) override {
        return nullptr;
    }

    std::shared_ptr<server::FrameSink> waitForSink() {
        std::unique_lock lock(m_mutex);
        m_started.wait(lock, [this] { return !m_sinks.empty(); });
        auto sink = m_sinks.back();
        m_sinks.pop_back();
        return sink;
    }
    bool waitUntilStopped() {
        std::unique_lock lock(m_mutex);
        return m_started.wait_for(lock, std::chrono::seconds(60), [this] { return m_stopped > 0; });
    }

    std::chrono::milliseconds m_timeout{0};
    server::ProxyReply m_proxy;

private:
    struct Producing : server::Producer {
        explicit Producing(ScriptedApi& owner) : api(owner) {}
        ~Producing() override {
            const std::scoped_lock lock(api.m_mutex);
            ++api.m_stopped;
            api.m_started.notify_all();
        }
        ScriptedApi& api;
    };

    std::mutex m_mutex;
    std::condition_variable m_started;
    std::vector<std::shared_ptr<server::FrameSink>> m_sinks;
    int m_stopped = 0;
};

inline const ServedCredentials& credentials() {
    static const ServedCredentials made;
    return made;
}

struct Served {
    explicit Served(server::ListenerConfig config = {}) : listener(serve(api, credentials(), std::move(config))) {}
    /// With a kubelet's certificate, as a node's agent.
    struct Node {
        std::string name;
    };
    explicit Served(const Node& node) {
        ServedCredentials own = credentials();
        own.serving = own.authority
                          .issue({.commonName = "system:node:" + node.name,
                                  .organizations = {"system:nodes"},
                                  .dnsNames = {node.name},
                                  .server = true},
                                 async::realClock())
                          .value();
        listener = serve(api, own, {.maxBodyBytes = 1000});
    }
    TlsClient client(const pki::Credential& credential = credentials().admin) const {
        return {listener->port(), credentials().authority.certificatePem(), credential};
    }
    ScriptedApi api;
    std::unique_ptr<server::Listener> listener;
};

inline server::FrameSink& operator<<(server::FrameSink& sink, std::string frame) {
    sink.write(std::make_shared<const std::string>(std::move(frame)));
    return sink;
}

}  // namespace armillary::test
