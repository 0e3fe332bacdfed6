#pragma once

#include <memory>
#include <mutex>
#include <optional>

#include "engine/client/http/calls.h"

namespace armillary::app {

/// Channels that whoever handed them out can end. Thread-safe.
class GatedChannels : public std::enable_shared_from_this<GatedChannels> {
public:
    explicit GatedChannels(client::ChannelHandlers handlers) : m_handlers(std::move(handlers)) {}

    /// What the connection is to call.
    client::ChannelHandlers handlers();
    /// Takes the connection, and gives what its user may have of it. An error when it has been severed meanwhile.
    Result<std::unique_ptr<client::Channels>> take(std::unique_ptr<client::Channels> channels);
    /// Ends the connection; the user hears of it by `ended`. Waits for a handler that runs.
    void sever(const Status& why);

private:
    friend class GatedHandle;
    std::shared_ptr<client::Channels> channels() const;
    void letGo();

    const client::ChannelHandlers m_handlers;
    mutable std::mutex m_mutex;
    std::shared_ptr<client::Channels> m_channels;  ///< null before it is open, and once it is not
    std::optional<Status> m_severed;
    bool m_released = false;        ///< by its user
    std::recursive_mutex m_ending;  ///< held while `ended` runs for a severed one, so that letGo() waits for it
};

}  // namespace armillary::app
