#pragma once

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "engine/client/http/calls.h"
#include "engine/pki/ca.h"

namespace armillary::test {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using TlsPeer = asio::ssl::stream<Tcp::socket>;

/// Listens on loopback and has a script talk to each connection, on a thread of its own with blocking calls. What it
/// holds open is cut when the server goes.
class ScriptedServer {
public:
    using PlainScript = std::function<void(Tcp::socket& peer)>;
    using TlsScript = std::function<void(TlsPeer& peer)>;

    explicit ScriptedServer(PlainScript script) : m_script(std::move(script)) {
        m_acceptor.open(Tcp::v4());
        m_acceptor.bind({asio::ip::address_v4::loopback(), 0});
        m_acceptor.listen();
        m_thread = std::thread([this] { accept(); });
    }
    explicit ScriptedServer(TlsScript script) : ScriptedServer(overTls(std::move(script))) {}
    ~ScriptedServer() {
        ::shutdown(m_acceptor.native_handle(), SHUT_RDWR);
        m_thread.join();
        for (const int handle : m_handles) ::shutdown(handle, SHUT_RDWR);
        for (std::thread& session : m_sessions) session.join();
        for (const int handle : m_handles) ::close(handle);
    }

    std::string authority() const { return "127.0.0.1:" + std::to_string(m_acceptor.local_endpoint().port()); }
    /// For a client of a server with TLS.
    client::HttpConfig config() const {
        client::HttpConfig made;
        made.url = "https://" + authority();
        made.caPem = certificates().certificatePem();
        return made;
    }
    std::unique_ptr<client::Calls> calls() const { return client::makeHttpCalls(config()).value(); }

    static const pki::CertificateAuthority& certificates() {
        static const auto kAuthority = pki::CertificateAuthority::create("test", async::realClock()).value();
        return kAuthority;
    }

private:
    static PlainScript overTls(TlsScript script) {
        pki::CertificateRequest request;
        request.commonName = "server";
        request.server = true;
        request.ipAddresses = {"127.0.0.1"};
        const auto credential = certificates().issue(request, async::realClock()).value();
        const auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
        context->use_certificate_chain(asio::buffer(credential.certificatePem));
        context->use_private_key(asio::buffer(credential.keyPem), asio::ssl::context::pem);
        return [context, script = std::move(script)](Tcp::socket& socket) {
            TlsPeer peer(std::move(socket), *context);
            peer.handshake(asio::ssl::stream_base::server);
            script(peer);
            // A client that has gone already hears no goodbye.
            boost::system::error_code ignored;
            peer.shutdown(ignored);
            peer.lowest_layer().close(ignored);
        };
    }

    void accept() {
        while (true) {
            auto io = std::make_unique<asio::io_context>();
            Tcp::socket socket(*io);
            boost::system::error_code error;
            m_acceptor.accept(socket, error);
            if (error) return;
            m_handles.push_back(::dup(socket.native_handle()));
            m_sessions.emplace_back([this, own = std::move(io), moved = std::move(socket)]() mutable {
                try {
                    m_script(moved);
                } catch (const boost::system::system_error&) {
                    // The client has gone, or the server is to go.
                }
                boost::system::error_code ignored;
                moved.shutdown(Tcp::socket::shutdown_both, ignored);
            });
        }
    }

    const PlainScript m_script;
    asio::io_context m_io;
    Tcp::acceptor m_acceptor{m_io};
    std::vector<int> m_handles;
    std::vector<std::thread> m_sessions;
    std::thread m_thread;
};

/// The next request's head; what follows it is passed over.
template <class Peer>
std::string readHead(Peer& peer) {
    std::string text;
    text.resize(asio::read_until(peer, asio::dynamic_buffer(text), "\r\n\r\n"));
    return text;
}
template <class Peer>
void say(Peer& peer, std::string_view text) {
    asio::write(peer, asio::buffer(text));
}
inline std::string answer(int code, std::string_view body, std::string_view headers = {}) {
    return std::format("HTTP/1.1 {} X\r\nContent-Type: application/json\r\nContent-Length: {}\r\n{}\r\n{}", code,
                       body.size(), headers, body);
}

/// Something that happens once, for who waits for it.
class Event {
public:
    void set() {
        const std::lock_guard lock(m_mutex);
        m_set = true;
        m_changed.notify_all();
    }
    /// False after a minute.
    bool await() {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(60), [&] { return m_set; });
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_set = false;
};

/// What a stream's handlers were told.
class StreamLog {
public:
    client::StreamHandlers handlers() {
        return {.data = [this](std::string_view bytes) { change([&] { m_text += bytes; }); },
                .ended = [this](const Status& status) { change([&] { m_end = status; }); }};
    }
    client::ChannelHandlers channelHandlers() {
        return {.data =
                    [this](int channel, std::string_view bytes) {
                        change([&] { m_text += std::format("{}:{}\n", channel, bytes); });
                    },
                .drained = [this] { change([&] { ++m_drained; }); },
                .ended = [this](const Status& status) { change([&] { m_end = status; }); }};
    }
    /// The text so far, once it holds `part`, or after a minute.
    std::string awaitText(std::string_view part) {
        return await([&] { return m_text.contains(part); }, [&] { return m_text; });
    }
    Status awaitEnd() {
        return await([&] { return m_end.has_value(); }, [&] { return m_end.value_or(Status()); });
    }
    int awaitDrained() {
        return await([&] { return m_drained > 0; }, [&] { return m_drained; });
    }

private:
    void change(const std::function<void()>& how) {
        const std::lock_guard lock(m_mutex);
        how();
        m_changed.notify_all();
    }
    template <class Condition, class Read>
    std::invoke_result_t<Read> await(Condition condition, Read read) {
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, std::chrono::seconds(60), condition);
        return read();
    }

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::string m_text;
    std::optional<Status> m_end;
    int m_drained = 0;
};

inline const char* const kForbidden =
    R"({"kind":"Status","apiVersion":"v1","status":"Failure","message":"pods is forbidden","reason":"Forbidden","code":403})";

}  // namespace armillary::test
