/* The floor: ballots by PUT on kept-alive connections, appended and fsynced, then one frame of 1.5 KB to every board.
 *
 * What waits is drained first: one fdatasync, then the answers, then one frame for all of it.  Arguments: port, file.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST 4096
#define ROOM 16384
#define BATCH 256
#define FRAME 1500 /* bytes */

struct client { int raw; size_t has; char held[ROOM]; };
static struct client *clients[MOST];
static int boards[MOST], listeners, ready_to_answer[BATCH], batch;
static char ids[BATCH][33];
static const char *WELCOME = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
static const char *STORED = "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{\"stored\":true}";

static void become_board(struct client *client) {
    if (send(client->raw, WELCOME, strlen(WELCOME), MSG_NOSIGNAL) > 0) boards[listeners++] = client->raw;
    client->has = 0;
}

static int is_board(int raw) {
    for (int at = 0; at < listeners; at++) if (boards[at] == raw) return 1;
    return 0;
}

static void read_from(struct client *client, int log) {
    ssize_t got = recv(client->raw, client->held + client->has, ROOM - 1 - client->has, 0);
    if (got <= 0 || is_board(client->raw)) return;
    client->has += got;
    client->held[client->has] = 0;
    char *end = strstr(client->held, "\r\n\r\n"), *length = strcasestr(client->held, "\r\nContent-Length:");
    if (!end) return;
    if (!strncmp(client->held, "GET ", 4)) { become_board(client); return; }
    size_t body = length && length < end ? atoi(length + 17) : 0;
    char *from = end + 4, *id = strstr(client->held, "/ballots/");
    if (client->has < from - client->held + body || !id || batch == BATCH) return;
    memcpy(ids[batch], id + 9, 32);
    if (write(log, from, body) < 0) perror("write");
    ready_to_answer[batch++] = client->raw;
    client->has = 0;
}

static void say(long number) {
    char text[BATCH * 40 + FRAME], frame[BATCH * 40 + FRAME + 10];
    int length = sprintf(text, "42[\"change\",{\"seq\":%ld,\"ids\":[", number);
    for (int at = 0; at < batch; at++) length += sprintf(text + length, "%s\"%s\"", at ? "," : "", ids[at]);
    length += sprintf(text + length, "],\"weight\":\"");
    while (length < FRAME) text[length++] = 'x';
    length += sprintf(text + length, "\"}]");
    frame[0] = (char)0x81;
    frame[1] = 126;
    frame[2] = (char)(length >> 8);
    frame[3] = (char)length;
    memcpy(frame + 4, text, length);
    for (int to = 0; to < listeners; to++)
        if (send(boards[to], frame, length + 4, MSG_NOSIGNAL) < 0) perror("send");
}

static void welcome(int listening, int waiting) {
    int one = 1, raw = accept(listening, NULL, NULL);
    if (raw < 0 || raw >= MOST) return;
    setsockopt(raw, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    clients[raw] = calloc(1, sizeof **clients);
    clients[raw]->raw = raw;
    struct epoll_event wanted = {.events = EPOLLIN, .data.fd = raw};
    epoll_ctl(waiting, EPOLL_CTL_ADD, raw, &wanted);
}

int main(int count, char **words) {
    if (count < 3) return 2;
    int one = 1, listening = socket(AF_INET, SOCK_STREAM, 0), waiting = epoll_create1(0);
    int log = open(words[2], O_WRONLY | O_CREAT | O_APPEND, 0600);
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(atoi(words[1]))};
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(listening, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (log < 0 || bind(listening, (struct sockaddr *)&here, sizeof here) || listen(listening, 1024)) return 1;
    struct epoll_event wanted = {.events = EPOLLIN, .data.fd = listening}, ready[BATCH];
    epoll_ctl(waiting, EPOLL_CTL_ADD, listening, &wanted);
    for (long number = 1;;) {
        int found = epoll_wait(waiting, ready, BATCH, batch ? 0 : -1);
        for (int at = 0; at < found; at++) {
            if (ready[at].data.fd == listening) welcome(listening, waiting);
            else read_from(clients[ready[at].data.fd], log);
        }
        if (found > 0 || !batch) continue;
        if (fdatasync(log)) perror("fdatasync");
        for (int at = 0; at < batch; at++)
            if (send(ready_to_answer[at], STORED, strlen(STORED), MSG_NOSIGNAL) < 0) perror("answer");
        say(number++);
        batch = 0;
    }
}
