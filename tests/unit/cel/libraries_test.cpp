#include <doctest/doctest.h>

#include "tests/unit/cel/cases.h"

using armillary::cel::tests::result;

TEST_SUITE("cel libraries") {
    TEST_CASE("strings") {
        CHECK(result("'hello'.charAt(1)") == "string e");
        CHECK(result("'abc'.substring(4)") == "error index out of range: 4");
        CHECK(result("'hello'.substring(1, 3)") == "string el");
        CHECK(result("'hello'.indexOf('l')") == "int 2");
        CHECK(result("'hello'.lastIndexOf('l')") == "int 3");
        CHECK(result("'a,b,c'.split(',', 2)") == "list [a, b,c]");
        CHECK(result("'abc'.split('')") == "list [a, b, c]");
        CHECK(result("['a', 'b'].join('-')") == "string a-b");
        CHECK(result("'hello hello'.replace('he', 'we', 1)") == "string wello hello");
        CHECK(result("'ab'.replace('', '-')") == "string -a-b-");
        CHECK(result("'  x\\t'.trim()") == "string x");
        CHECK(result("'TacoCat'.lowerAscii() + 'x'.upperAscii()") == "string tacocatX");
        CHECK(result("'%d %s %.2f %x'.format([1, ['a', true], 1.005, 255])") == "string 1 [a, true] 1.00 ff");
        CHECK(result("strings.quote('a\"b')") == "string \"a\\\"b\"");
        CHECK(result("'foobar'.matches('^fo+b')") == "bool true");
        CHECK(result("'abc 123 def 45'.find('[0-9]+')") == "string 123");
        CHECK(result("'abc 123 def 45'.findAll('[0-9]+')") == "list [123, 45]");
        CHECK(result("'123 45 6'.findAll('[0-9]+', 2)") == "list [123, 45]");
    }

    TEST_CASE("lists and sets") {
        CHECK(result("[1, 2, 2].isSorted()") == "bool true");
        CHECK(result("[3, 1, 2].max() + [3, 1].min()") == "int 4");
        CHECK(result("[1.5, 2.5].sum()") == "double 4");
        CHECK(result("[duration('1m'), duration('1s')].sum()") == "google.protobuf.Duration 61s");
        CHECK(result("[].max()") == "error max called on empty list");
        CHECK(result("['a', 'b', 'b'].lastIndexOf('b')") == "int 2");
        CHECK(result("sets.contains([1, 2], [2])") == "bool true");
        CHECK(result("sets.equivalent([1, 2], [2, 1, 1])") == "bool true");
        CHECK(result("sets.intersects([1], [2])") == "bool false");
        CHECK(result("([1] + [2]).size()") == "int 2");
    }

    TEST_CASE("quantities") {
        CHECK(result("quantity('1Gi').isGreaterThan(quantity('1000M'))") == "bool true");
        CHECK(result("quantity('500m').add(quantity('1500m')) == quantity('2')") == "bool true");
        CHECK(result("quantity('10').sub(3).asInteger()") == "int 7");
        CHECK(result("quantity('1500m').asInteger()") == "error cannot convert value to integer");
        CHECK(result("quantity('1500m').asApproximateFloat()") == "double 1.5");
        CHECK(result("quantity('-1').sign()") == "int -1");
        CHECK(result("quantity('200M').compareTo(quantity('0.2G'))") == "int 0");
        CHECK(result("isQuantity('1.3Gi') && !isQuantity('Three')") == "bool true");
    }

    TEST_CASE("urls") {
        CHECK(result("url('https://example.com:8080/a b?x=1&x=2&y=%20').getHost()") == "string example.com:8080");
        CHECK(result("url('https://[::1]:80/').getHostname()") == "string ::1");
        CHECK(result("url('https://[::1]:80/').getPort()") == "string 80");
        CHECK(result("url('https://example.com/a?x=1&x=2').getQuery()") == "map {x: [1, 2]}");
        CHECK(result("url('/absolute path').getEscapedPath()") == "string /absolute%20path");
        CHECK(result("isURL('../relative')") == "bool false");
        CHECK(result("url('../x')") ==
              "error URL parse error during conversion from string: parse \"../x\": invalid URI for request");
    }

    TEST_CASE("addresses and networks") {
        CHECK(result("ip('192.168.0.1').family()") == "int 4");
        CHECK(result("string(ip('2001:DB8:0::1'))") == "string 2001:db8::1");
        CHECK(result("ip.isCanonical('2001:DB8::1')") == "bool false");
        CHECK(result("ip('127.0.0.1').isLoopback() && ip('fe80::1').isLinkLocalUnicast()") == "bool true");
        CHECK(result("isIP('::ffff:1.2.3.4')") == "bool false");
        CHECK(result("isIP('1.2.3.04')") == "bool false");
        CHECK(result("cidr('192.168.0.0/24').containsIP('192.168.0.7')") == "bool true");
        CHECK(result("cidr('192.168.0.0/24').containsCIDR('192.168.0.0/23')") == "bool false");
        CHECK(result("string(cidr('192.168.1.7/16').masked())") == "string 192.168.0.0/16");
        CHECK(result("cidr('10.0.0.0/8').prefixLength()") == "int 8");
        CHECK(result("cidr('10.0.0.0/8').ip() == ip('10.0.0.0')") == "bool true");
        CHECK(result("isCIDR('10.0.0.0/33')") == "bool false");
    }
}
