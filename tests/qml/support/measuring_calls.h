#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <atomic>
#include <memory>

#include "engine/schema/api/corev1.h"
#include "tests/qml/support/offline.h"

namespace armillary::app {

/// The offline cluster's calls, but for metrics.k8s.io, which simulated machines have none of: every pod uses 50m and
/// 48Mi. `code` other than 200 refuses.
class MeasuringCalls final : public client::Calls {
public:
    MeasuringCalls(std::shared_ptr<client::Calls> calls, std::shared_ptr<std::atomic<int>> code)
        : m_calls(std::move(calls)), m_code(std::move(code)) {}

    Result<client::Answer> call(const client::Call& call) override {
        constexpr std::string_view kPods = "/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods";
        if (!call.target.starts_with("/apis/metrics.k8s.io/v1beta1/")) return m_calls->call(call);
        if (*m_code != 200) return std::unexpected(status::forbidden("pods.metrics.k8s.io", "", "not you"));
        const std::string pods = "/api/v1/namespaces/shop/pods";
        if (!call.target.starts_with(kPods)) return std::unexpected(status::notFound("nodes.metrics.k8s.io", "x"));
        const std::string_view rest = std::string_view(call.target).substr(kPods.size());
        const std::string used = R"("containers":[{"name":"c","usage":{"cpu":"50m","memory":"48Mi"}}])";
        if (rest.starts_with('/')) return client::Answer{.code = 200, .body = "{" + used + "}"};
        const auto listed = m_calls->call({.target = pods + std::string(rest)});
        if (!listed) return listed;
        std::string items;
        const QJsonObject found = QJsonDocument::fromJson(QByteArray::fromStdString(listed->body)).object();
        for (const QJsonValue pod : found["items"].toArray())
            items += (items.empty() ? "" : ",") +
                     (R"({"metadata":{"name":")" + pod["metadata"]["name"].toString().toStdString()) + "\"}," + used +
                     "}";
        return client::Answer{.code = 200, .body = R"({"items":[)" + items + "]}"};
    }
    Result<std::unique_ptr<client::Stream>> follow(const client::Call& call, client::StreamHandlers handlers) override {
        return m_calls->follow(call, std::move(handlers));
    }
    Result<std::unique_ptr<client::Channels>> open(const std::string& target, const std::vector<std::string>& protocols,
                                                   client::ChannelHandlers handlers) override {
        return m_calls->open(target, protocols, std::move(handlers));
    }

private:
    std::shared_ptr<client::Calls> m_calls;
    std::shared_ptr<std::atomic<int>> m_code;
};

inline Connect measuring(std::shared_ptr<OfflineCluster> engine, std::shared_ptr<std::atomic<int>> code) {
    return [engine = std::move(engine), code = std::move(code)] {
        auto made = connectionInProcess(engine, engine->client(), engine->kubeconfig(), QStringLiteral("simulated"));
        if (made) made->calls = std::make_shared<MeasuringCalls>(made->calls, code);
        return made;
    };
}

/// A simulated machine that does not say so.
inline bool makeReal(client::Client& client, const std::string& node) {
    return client
        .patch(client::target<corev1::Node>({}, node), client::PatchType::Merge,
               R"({"metadata":{"labels":{"armillary.dev/simulated":null}}})")
        .has_value();
}

}  // namespace armillary::app
