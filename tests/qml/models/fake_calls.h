#pragma once

#include <functional>
#include <mutex>
#include <vector>

#include "engine/client/http/calls.h"

namespace armillary::app {

/// Answers calls by a function, and keeps them.
class FakeCalls final : public client::Calls {
public:
    using Answering = std::function<Result<client::Answer>(const client::Call& call)>;
    explicit FakeCalls(Answering answering =
                           [](const client::Call&) { return client::Answer{.code = 200, .body = "{}"}; })
        : m_answering(std::move(answering)) {}

    Result<client::Answer> call(const client::Call& call) override {
        {
            const std::lock_guard lock(m_mutex);
            m_calls.push_back(call);
        }
        return m_answering(call);
    }
    Result<std::unique_ptr<client::Stream>> follow(const client::Call& call, client::StreamHandlers handlers) override {
        const std::lock_guard lock(m_mutex);
        m_calls.push_back(call);
        m_streams.push_back(std::move(handlers));
        return std::make_unique<client::Stream>();
    }
    Result<std::unique_ptr<client::Channels>> open(const std::string&, const std::vector<std::string>&,
                                                   client::ChannelHandlers) override {
        return std::unexpected(status::serviceUnavailable("not here"));
    }

    std::vector<client::Call> calls() const {
        const std::lock_guard lock(m_mutex);
        return m_calls;
    }
    std::vector<client::StreamHandlers> streams() const {
        const std::lock_guard lock(m_mutex);
        return m_streams;
    }

private:
    Answering m_answering;
    mutable std::mutex m_mutex;
    std::vector<client::Call> m_calls;
    std::vector<client::StreamHandlers> m_streams;
};

}  // namespace armillary::app
