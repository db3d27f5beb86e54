// The smallest service: reads its configuration, connects, counts an invoice.
#include <billing/redis_config.h>
#include <redisconf/client/client.h>
#include <redisconf/client/program.h>
#include <redisconf/config/describe.h>

#include <iostream>

int main() {
  return redisconf::run_program("billing", [] {
    const billing::RedisConfig config = billing::RedisConfig::load();
    redisconf::Client client = redisconf::connect(config);
    client.set("billing:count", "41");
    std::cout << redisconf::summary(config) << "\n"
              << "invoices: " << client.increment("billing:count") << " of at most "
              << config.invoices_per_run() << "\n";
    return 0;
  });
}
