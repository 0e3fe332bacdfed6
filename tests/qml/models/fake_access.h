#pragma once

#include <algorithm>
#include <functional>
#include <mutex>
#include <vector>

#include "engine/client/http/calls.h"

namespace armillary::app {

/// Answers calls by a function, and opens channels whose other end is the test.
class FakeAccess final : public client::Calls {
public:
    struct Opened {
        std::string target;
        std::vector<std::string> protocols;
        client::ChannelHandlers handlers;
        std::mutex mutex;
        std::vector<std::pair<int, std::string>> sent;
        bool held = false, gone = false, full = false;

        std::string sentOn(int channel) {
            const std::lock_guard lock(mutex);
            std::string all;
            for (const auto& [on, bytes] : sent)
                if (on == channel) all += bytes;
            return all;
        }
        bool isHeld() {
            const std::lock_guard lock(mutex);
            return held;
        }
        bool isGone() {
            const std::lock_guard lock(mutex);
            return gone;
        }
    };
    using Answering = std::function<Result<client::Answer>(const client::Call& call)>;

    explicit FakeAccess(Answering answering) : m_answering(std::move(answering)) {}

    Result<client::Answer> call(const client::Call& call) override {
        {
            const std::lock_guard lock(m_mutex);
            m_calls.push_back(call);
        }
        return m_answering(call);
    }
    Result<std::unique_ptr<client::Stream>> follow(const client::Call&, client::StreamHandlers handlers) override {
        const std::lock_guard lock(m_mutex);
        m_streams.push_back(std::move(handlers));
        return std::make_unique<client::Stream>();
    }
    Result<std::unique_ptr<client::Channels>> open(const std::string& target, const std::vector<std::string>& protocols,
                                                   client::ChannelHandlers handlers) override {
        auto opened = std::make_shared<Opened>();
        opened->target = target;
        opened->protocols = protocols;
        opened->handlers = std::move(handlers);
        {
            const std::lock_guard lock(m_mutex);
            if (m_refusal) return std::unexpected(*m_refusal);
            m_opened.push_back(opened);
        }
        return std::make_unique<Channels>(opened);
    }

    /// From now on nothing is opened; nothing for the opposite.
    void refuse(std::optional<Status> status) {
        const std::lock_guard lock(m_mutex);
        m_refusal = std::move(status);
    }
    /// To whoever follows the `index`th of what was asked to be followed. False when nobody does yet.
    bool tell(std::size_t index, std::string_view bytes) const {
        std::function<void(std::string_view)> data;
        {
            const std::lock_guard lock(m_mutex);
            if (index >= m_streams.size()) return false;
            data = m_streams[index].data;
        }
        data(bytes);
        return true;
    }
    std::vector<client::Call> calls() const {
        const std::lock_guard lock(m_mutex);
        return m_calls;
    }
    std::size_t count() const {
        const std::lock_guard lock(m_mutex);
        return m_opened.size();
    }
    std::shared_ptr<Opened> last() const {
        const std::lock_guard lock(m_mutex);
        return m_opened.empty() ? nullptr : m_opened.back();
    }

private:
    class Channels final : public client::Channels {
    public:
        explicit Channels(std::shared_ptr<Opened> opened) : m_opened(std::move(opened)) {}
        ~Channels() override {
            const std::lock_guard lock(m_opened->mutex);
            m_opened->gone = true;
        }
        bool send(int channel, std::string_view bytes) override {
            const std::lock_guard lock(m_opened->mutex);
            if (m_opened->full) return false;
            m_opened->sent.emplace_back(channel, bytes);
            return true;
        }
        void hold(bool held) override {
            const std::lock_guard lock(m_opened->mutex);
            m_opened->held = held;
        }
        std::string protocol() const override { return m_opened->protocols.front(); }

    private:
        const std::shared_ptr<Opened> m_opened;
    };

    const Answering m_answering;
    mutable std::mutex m_mutex;
    std::optional<Status> m_refusal;
    std::vector<client::Call> m_calls;
    std::vector<client::StreamHandlers> m_streams;
    std::vector<std::shared_ptr<Opened>> m_opened;
};

}  // namespace armillary::app
