#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <functional>

#include "nodes/agent/endpoint/streams.h"

namespace armillary::agent {

/// Awaits a call that blocks, made on one of the workers' threads.
template <class T>
Task<T> runHere(std::function<T()> call) {
    co_return call();
}
template <class T>
Task<T> onWorker(asio::thread_pool& workers, std::function<T()> call) {
    co_return co_await asio::co_spawn(workers, runHere<T>(std::move(call)), asio::use_awaitable);
}

}  // namespace armillary::agent
