#include "tests/support/api/tls_client.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <format>
#include <stdexcept>
#include <utility>

namespace armillary::test {
namespace {

X509* readCertificate(const std::string& pem) {
    BIO* bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
    X509* certificate = PEM_read_bio_X509(bio, nullptr, nullptr, nullptr);
    BIO_free(bio);
    if (!certificate) throw std::runtime_error("not a certificate");
    return certificate;
}

void useCredential(SSL_CTX* context, const pki::Credential& credential) {
    X509* certificate = readCertificate(credential.certificatePem);
    SSL_CTX_use_certificate(context, certificate);
    X509_free(certificate);
    BIO* bio = BIO_new_mem_buf(credential.keyPem.data(), static_cast<int>(credential.keyPem.size()));
    EVP_PKEY* key = PEM_read_bio_PrivateKey(bio, nullptr, nullptr, nullptr);
    BIO_free(bio);
    SSL_CTX_use_PrivateKey(context, key);
    EVP_PKEY_free(key);
}

}  // namespace

TlsClient::TlsClient(std::uint16_t port, const std::string& authorityPem, const pki::Credential& credential,
                     const std::string& suites)
    : TlsClient() {
    std::signal(SIGPIPE, SIG_IGN);  // a server may close while this side writes
    m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address{
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
    if (::connect(m_socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error("cannot connect");
    const int on = 1;
    setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setTimeout(std::chrono::seconds(10));
    m_context = SSL_CTX_new(TLS_client_method());
    X509* authority = readCertificate(authorityPem);
    X509_STORE_add_cert(SSL_CTX_get_cert_store(m_context), authority);
    X509_free(authority);
    SSL_CTX_set_verify(m_context, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_mode(m_context, SSL_MODE_AUTO_RETRY);
    if (!suites.empty()) {
        SSL_CTX_set_max_proto_version(m_context, TLS1_2_VERSION);
        SSL_CTX_set_cipher_list(m_context, suites.c_str());
    }
    if (!credential.certificatePem.empty()) useCredential(m_context, credential);
    m_ssl = SSL_new(m_context);
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(m_ssl), "127.0.0.1");
    SSL_set_fd(m_ssl, m_socket);
    if (SSL_connect(m_ssl) != 1) throw std::runtime_error("handshake failed");
}

TlsClient::~TlsClient() {
    SSL_free(m_ssl);
    SSL_CTX_free(m_context);
    if (m_socket >= 0) ::close(m_socket);
}

void TlsClient::setTimeout(std::chrono::milliseconds timeout) {
    const timeval value{.tv_sec = timeout.count() / 1000, .tv_usec = timeout.count() % 1000 * 1000};
    setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &value, sizeof value);
}

bool TlsClient::send(std::string_view bytes) {
    return bytes.empty() ||
           SSL_write(m_ssl, bytes.data(), static_cast<int>(bytes.size())) == static_cast<int>(bytes.size());
}

std::string TlsClient::receive(std::size_t maximum) {
    if (!m_buffer.empty()) return std::exchange(m_buffer, {});
    std::string text(maximum, '\0');
    const int size = SSL_read(m_ssl, text.data(), static_cast<int>(maximum));
    text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return text;
}

bool TlsClient::closed() {
    while (true) {
        char byte;
        errno = 0;
        const int size = SSL_read(m_ssl, &byte, 1);
        if (size > 0) continue;
        return SSL_get_error(m_ssl, size) != SSL_ERROR_WANT_READ && errno != EAGAIN;
    }
}

void TlsClient::shutdownSend() {
    ::shutdown(m_socket, SHUT_WR);
}

std::string TlsClient::receiveUntil(std::string_view mark) {
    std::string text;
    while (true) {
        if (const std::size_t at = text.find(mark); at != std::string::npos) {
            m_buffer = text.substr(at + mark.size());
            text.resize(at + mark.size());
            return text;
        }
        const std::string more = receive();
        if (more.empty()) return {};
        text += more;
    }
}

TlsClient::Answer TlsClient::answer(bool withBody) {
    Answer answer;
    answer.head = receiveUntil("\r\n\r\n");
    if (answer.head.size() < 12) return answer;
    answer.code = std::stoi(answer.head.substr(9, 3));
    const std::size_t length = answer.head.find("Content-Length: ");
    if (!withBody || length == std::string::npos) return answer;
    const std::size_t size = std::stoul(answer.head.substr(length + 16));
    answer.body = std::exchange(m_buffer, {});
    while (answer.body.size() < size) {
        const std::string more = receive();
        if (more.empty()) break;
        answer.body += more;
    }
    if (answer.body.size() > size) {
        m_buffer = answer.body.substr(size);
        answer.body.resize(size);
    }
    return answer;
}

TlsClient::Answer TlsClient::request(std::string_view method, std::string_view target, std::string_view body,
                                     std::string_view headers) {
    std::string text = std::format("{} {} HTTP/1.1\r\nHost: localhost\r\n{}", method, target, headers);
    if (!body.empty()) text += std::format("Content-Type: application/json\r\nContent-Length: {}\r\n", body.size());
    text.append("\r\n").append(body);
    if (!send(text)) return {};
    return answer(method != "HEAD");
}

}  // namespace armillary::test
