#include <doctest/doctest.h>
#include <zlib.h>

#include "engine/server/http/html_links.h"
#include "engine/server/http/proxied_page.h"

using namespace armillary::server::http;

namespace {

std::string gzipped(std::string_view text) {
    z_stream stream{};
    REQUIRE(deflateInit2(&stream, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string out(deflateBound(&stream, text.size()) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

const std::string kHtmlHead = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n";

}  // namespace

TEST_CASE("references lead back through the proxy") {
    const auto led = [](std::string_view url) { return proxiedUrl(url, "/p/proxy", "10.0.0.1:80"); };
    CHECK(led("/a/b?c=d") == "/p/proxy/a/b?c=d");
    CHECK(led("/") == "/p/proxy/");
    CHECK(led("a/b") == "a/b");
    CHECK(led("#top") == "#top");
    CHECK(led("//example.com/a") == "//example.com/a");
    CHECK(led("https://example.com/a") == "https://example.com/a");
    CHECK(led("http://10.0.0.1:80/a") == "/p/proxy/a");
    CHECK(led("http://10.0.0.1:80") == "/p/proxy/");
    CHECK(led("/p/proxy/a") == "/p/proxy/a");
    CHECK(led("/p/proxying") == "/p/proxy/p/proxying");
    CHECK(led("") == "");
}

TEST_CASE("the links in a page's tags, and nothing else of it, are changed") {
    const auto changed = [](std::string_view html) { return proxiedHtml(html, "/p", "h:1"); };
    CHECK(changed(R"(<a href="/x">/x</a>)") == R"(<a href="/p/x">/x</a>)");
    CHECK(changed("<A HREF='/x' title=/y>") == "<A HREF='/p/x' title=/y>");
    CHECK(changed("<img src=/x><form action = \"/y\" ><link rel=icon href=/z/>") ==
          "<img src=/p/x><form action = \"/p/y\" ><link rel=icon href=/p/z/>");
    CHECK(changed(R"(<script src="/s.js">var a = "<a href='/no'>";</script><a href="/yes">)") ==
          R"(<script src="/p/s.js">var a = "<a href='/no'>";</script><a href="/p/yes">)");
    CHECK(changed(R"(<!-- <a href="/no"> --><a href="/yes">)") == R"(<!-- <a href="/no"> --><a href="/p/yes">)");
    CHECK(changed(R"(a < b <p data-x="/no"></p>)") == R"(a < b <p data-x="/no"></p>)");
    for (const std::string_view broken : {"<", "<a", "<a href", "<a href=", "<a href=\"/x", "<script", "<!--", "<a =x"})
        CHECK(proxiedHtml(broken, "", "") == broken);
}

TEST_CASE("a page is whole when its length, its last chunk or the end has come") {
    ProxiedPage counted(kHtmlHead + "Content-Length: 4\r\n\r\n");
    CHECK(counted.isHtml());
    counted.add("ab");
    CHECK(!counted.body(false));
    CHECK(!counted.body(true));
    counted.add("cd");
    CHECK(counted.body(false) == "abcd");
    CHECK(counted.with("xyz") == kHtmlHead + "Content-Length: 3\r\n\r\nxyz");

    ProxiedPage chunked(kHtmlHead + "Transfer-Encoding: chunked\r\n\r\n");
    chunked.add("3\r\nabc\r\n1;x=y\r\nd\r\n");
    CHECK(!chunked.body(false));
    chunked.add("0\r\n\r\n");
    CHECK(chunked.body(false) == "abcd");
    CHECK(chunked.with("x") == kHtmlHead + "Content-Length: 1\r\n\r\nx");

    ProxiedPage open(kHtmlHead + "\r\n");
    open.add("abc");
    CHECK(!open.body(false));
    CHECK(open.body(true) == "abc");
    CHECK(open.asItCame() == kHtmlHead + "\r\nabc");
}

TEST_CASE("a packed page is unpacked; one that cannot be is left alone") {
    const std::string packed = gzipped("<p>hello</p>");
    ProxiedPage page(kHtmlHead + "Content-Encoding: gzip\r\n\r\n");
    page.add(packed);
    CHECK(page.body(true) == "<p>hello</p>");
    CHECK(page.with("x") == kHtmlHead + "Content-Length: 1\r\n\r\nx");
    ProxiedPage cut(kHtmlHead + "Content-Encoding: gzip\r\n\r\n");
    cut.add(std::string_view(packed).substr(0, packed.size() / 2));
    CHECK(!cut.body(true));
    CHECK(!ProxiedPage(kHtmlHead + "Content-Encoding: br\r\n\r\n").isHtml());
    CHECK(!ProxiedPage(kHtmlHead + "Location: /x\r\n\r\n").isHtml());
    CHECK(!ProxiedPage("HTTP/1.1 101 Switching Protocols\r\nContent-Type: text/html\r\n\r\n").isHtml());
    CHECK(!ProxiedPage("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n").isHtml());
}
