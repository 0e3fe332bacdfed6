// The sanitizers' own pthread_create must stay in its place.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#include <dlfcn.h>
#include <doctest/doctest.h>
#include <pthread.h>

#include <atomic>
#include <cerrno>

#include "tests/unit/server/scripted_api.h"

using namespace armillary;
using namespace armillary::test;

namespace {

std::atomic<bool> g_noThreads = false;

}  // namespace

/// Instead of the system's, so that it can have no thread to give.
extern "C" int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*run)(void*),
                              void* argument) {
    using Create = int (*)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
    static const auto create = reinterpret_cast<Create>(::dlsym(RTLD_NEXT, "pthread_create"));
    return g_noThreads ? EAGAIN : create(thread, attributes, run, argument);
}

TEST_CASE("a system without a thread to give costs requests, not the server") {
    Served served;
    TlsClient client = served.client();
    g_noThreads = true;
    const auto refused = client.request("GET", "/echo");
    const auto port = server::Listener::start({.serving = credentials().serving,
                                               .proxyClient = credentials().proxy,
                                               .clientCaPem = credentials().authority.certificatePem()},
                                              served.api);
    g_noThreads = false;
    CHECK(refused.code == 503);
    CHECK(refused.body.contains("ServiceUnavailable"));
    REQUIRE(!port);
    CHECK(port.error().contains("thread"));
    CHECK(client.request("GET", "/echo").code == 200);
}
#endif
