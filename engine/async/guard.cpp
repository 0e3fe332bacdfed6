#include "engine/async/guard.h"

#include <pthread.h>

#include <chrono>
#include <condition_variable>
#include <exception>
#include <format>
#include <iostream>
#include <mutex>

namespace armillary::async {

namespace {

constexpr std::chrono::seconds kBeforeAnotherTry{1};
constexpr std::size_t kLongestName = 15;  // pthread_setname_np(3)

void pause(const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, stop, kBeforeAnotherTry, [] { return false; });
}

void supervise(const std::string& name, const Thread::Loop& loop, const std::stop_token& stop) {
    ::pthread_setname_np(::pthread_self(), name.substr(0, kLongestName).c_str());
    while (!guarded(name, [&] { loop(stop); }) && !stop.stop_requested()) pause(stop);
}

}  // namespace

void reportException(std::string_view where) noexcept {
    try {
        std::string what = "an unknown exception";
        try {
            throw;
        } catch (const std::exception& thrown) {
            what = thrown.what();
        } catch (...) {
        }
        std::clog << std::format("{}: {}\n", where, what);
    } catch (...) {
        // No memory for a line: there is nowhere to say so.
    }
}

Thread::Thread(std::string name, Loop loop)
    : m_thread([name = std::move(name), loop = std::move(loop)](const std::stop_token& stop) {
          supervise(name, loop, stop);
      }) {}

void Thread::stop() {
    m_thread.request_stop();
    if (m_thread.joinable()) m_thread.join();
}

}  // namespace armillary::async
