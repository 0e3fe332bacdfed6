#pragma once

#include <boost/asio/thread_pool.hpp>

#include "nodes/agent/endpoint/endpoint.h"
#include "nodes/agent/endpoint/streams.h"
#include "nodes/agent/endpoint/target.h"
#include "nodes/agent/endpoint/tls.h"

namespace armillary::agent {

/// What all sessions share. Outlives them.
struct SessionContext {
    const EndpointConfig& config;
    PodAccess& pods;
    /// For PodAccess' calls, which block.
    asio::thread_pool& workers;
    TlsContexts& tls;
};

/// One client, from handshake to end. Never throws.
Task<> runSession(tcp::socket socket, SessionContext& context);

}  // namespace armillary::agent
