/** Ports above 1023 on which well-known services listen (IANA service names and common defaults). */
const registered = new Set([
  1194, 1433, 1521, 1688, 1883, 2049, 2181, 2375, 2376, 2379, 2380, 3000, 3128, 3260, 3268, 3269, 3306, 3389,
  4369, 4789, 5000, 5060, 5061, 5432, 5439, 5671, 5672, 5900, 5985, 5986, 6379, 6443, 7000, 7001, 8000, 8080,
  8081, 8088, 8443, 8883, 9000, 9042, 9090, 9092, 9094, 9100, 9200, 9300, 9418, 9999, 10250, 11211, 15672,
  25565, 26379, 27017, 27018, 50051,
]);

/** From this port an FTP server opens data connections to its clients (RFC 959), so it tells nothing about who answers. */
const FTP_DATA = 20;

/** Whether a service is likely to listen here: a system port (below 1024) or a well-known registered one. */
export const isServicePort = (port: number): boolean =>
  (port < 1024 && port !== FTP_DATA) || registered.has(port);
