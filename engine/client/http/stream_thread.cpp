#include "engine/client/http/stream_thread.h"

namespace armillary::client {

StreamThread::StreamThread(std::string name, const HttpConfig& config, const Endpoint& endpoint)
    : m_config(config),
      m_endpoint(endpoint),
      m_io(std::make_shared<asio::io_context>(1)),
      m_work(m_io->get_executor()),
      m_thread(std::move(name), [this](const std::stop_token&) { m_io->run(); }) {}

StreamThread::~StreamThread() {
    m_io->stop();
    m_thread.stop();
}

Result<transport::TlsContext> StreamThread::context() {
    if (!m_endpoint.tls) return nullptr;
    HttpConfig config = m_config;
    pki::Credential now;
    if (m_config.credential) {
        auto asked = m_config.credential();
        if (!asked) return std::unexpected(unproven(asked.error()));
        now = std::move(*asked);
        config.credential = [&now] { return now; };
    }
    const std::lock_guard lock(m_mutex);
    if (m_context && now.certificatePem == m_credential.certificatePem && now.keyPem == m_credential.keyPem)
        return m_context;
    auto made = transport::makeTlsContext(config);
    if (!made) return std::unexpected(status::internalError(made.error().why));
    m_context = std::move(*made);
    m_credential = std::move(now);
    return m_context;
}

}  // namespace armillary::client
