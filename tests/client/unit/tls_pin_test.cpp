#include "tls_pin.h"

#include "support/catch.h"

#include <openssl/pem.h>

using redisconf::BioPtr;
using redisconf::CertificatePtr;
using redisconf::is_pinned;
using redisconf::pin_of;

namespace {

// `openssl x509 -noout -pubkey | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64`
// gives the pin below.
constexpr const char* kCertificate = R"(-----BEGIN CERTIFICATE-----
MIIBczCCARmgAwIBAgIUf5x6es1/CdHlnZ8gMD7gd9ZUrp8wCgYIKoZIzj0EAwIw
DjEMMAoGA1UEAwwDcGluMCAXDTI2MTEyODIwNDExOFoYDzIxMjYxMTA0MjA0MTE4
WjAOMQwwCgYDVQQDDANwaW4wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAR/0m09
kCNENUcKbYbEykjAW7M3okMmKIoP66cUMsB1giDfNj+SgIZTH2JQ26BhJ2+wpNlt
cYq/VnCkZC/UrL4Jo1MwUTAdBgNVHQ4EFgQU+VnRwMNjQqxBS563sd7ALDJcFIww
HwYDVR0jBBgwFoAU+VnRwMNjQqxBS563sd7ALDJcFIwwDwYDVR0TAQH/BAUwAwEB
/zAKBggqhkjOPQQDAgNIADBFAiB2RPsMkoJlZ0VoKvaGM9wNXkdI9dmV68yHu87Y
p2DM0QIhAKOlDPzNPPA0UJp7I+lizG57TYRwg44zt1GeVMERMz70
-----END CERTIFICATE-----
)";
constexpr const char* kPin = "sha256/5oeT7peWyyBUDt9w6i4Bhr/cUohGgGi46mEpqVzdWQA=";

}  // namespace

TEST_CASE("a pin is what the openssl tool computes", "[tls-pin]") {
  const BioPtr bio(BIO_new_mem_buf(kCertificate, -1));
  const CertificatePtr certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  REQUIRE(certificate);
  CHECK(pin_of(*certificate) == kPin);
}

TEST_CASE("one of several pins is enough, a part of one is not", "[tls-pin]") {
  CHECK(is_pinned("sha256/a=", "sha256/a="));
  CHECK(is_pinned("sha256/a=,sha256/b=", "sha256/b="));
  CHECK(is_pinned("sha256/a=,sha256/b=", "sha256/a="));
  CHECK_FALSE(is_pinned("sha256/a=,sha256/b=", "sha256/c="));
  CHECK_FALSE(is_pinned("sha256/a=", "sha256/a"));
  CHECK_FALSE(is_pinned("sha256/a=", "/a="));
  CHECK_FALSE(is_pinned("", "sha256/a="));
}
