#include "gated_channels.h"

#include <utility>

namespace armillary::app {

/// What the user of a connection holds.
class GatedHandle final : public client::Channels {
public:
    GatedHandle(std::shared_ptr<GatedChannels> gated, std::string protocol)
        : m_gated(std::move(gated)), m_protocol(std::move(protocol)) {}
    ~GatedHandle() override { m_gated->letGo(); }

    bool send(int channel, std::string_view bytes) override {
        const auto channels = m_gated->channels();
        return channels && channels->send(channel, bytes);
    }
    void hold(bool held) override {
        if (const auto channels = m_gated->channels()) channels->hold(held);
    }
    std::string protocol() const override { return m_protocol; }

private:
    const std::shared_ptr<GatedChannels> m_gated;
    const std::string m_protocol;
};

client::ChannelHandlers GatedChannels::handlers() {
    return {.data =
                [self = shared_from_this()](int channel, std::string_view bytes) {
                    if (self->m_handlers.data) self->m_handlers.data(channel, bytes);
                },
            .drained =
                [self = shared_from_this()] {
                    if (self->m_handlers.drained) self->m_handlers.drained();
                },
            .ended =
                [self = shared_from_this()](const Status& status) {
                    if (self->m_handlers.ended) self->m_handlers.ended(status);
                }};
}

Result<std::unique_ptr<client::Channels>> GatedChannels::take(std::unique_ptr<client::Channels> channels) {
    std::string protocol = channels->protocol();
    {
        const std::lock_guard lock(m_mutex);
        if (!m_severed) {
            m_channels = std::move(channels);
            return std::make_unique<GatedHandle>(shared_from_this(), std::move(protocol));
        }
    }
    channels.reset();  // not under the lock: it waits for a handler that runs
    return std::unexpected(*m_severed);
}

std::shared_ptr<client::Channels> GatedChannels::channels() const {
    const std::lock_guard lock(m_mutex);
    return m_channels;
}

void GatedChannels::sever(const Status& why) {
    std::shared_ptr<client::Channels> channels;
    {
        const std::lock_guard lock(m_mutex);
        if (m_severed || m_released) return;
        m_severed = why;
        channels = std::exchange(m_channels, nullptr);
    }
    if (!channels) return;  // take() says it
    channels.reset();
    const std::lock_guard ending(m_ending);
    {
        const std::lock_guard lock(m_mutex);
        if (m_released) return;
    }
    if (m_handlers.ended) m_handlers.ended(why);
}

void GatedChannels::letGo() {
    std::shared_ptr<client::Channels> channels;
    const std::lock_guard ending(m_ending);
    const std::lock_guard lock(m_mutex);
    m_released = true;
    channels = std::exchange(m_channels, nullptr);
}

}  // namespace armillary::app
