/* The floor: accept, answer the handshake, and send one frame to everybody in a loop. Argument: the port. */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MOST 20000
static int held[MOST], holds = 0;
static long number = 0;
static const char *WELCOME = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";

static long long now(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return at.tv_sec * 1000000000LL + at.tv_nsec;
}

static void welcome(int listening) {
    int one = 1, raw = accept(listening, NULL, NULL);
    if (raw < 0 || holds == MOST) return;
    char asked[4096];
    size_t has = 0;
    while (has < sizeof asked - 1) {
        ssize_t got = read(raw, asked + has, 1);
        if (got <= 0) { close(raw); return; }
        has += got;
        asked[has] = 0;
        if (has > 4 && strcmp(asked + has - 4, "\r\n\r\n") == 0) break;
    }
    setsockopt(raw, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (write(raw, WELCOME, strlen(WELCOME)) < 0) { close(raw); return; }
    held[holds++] = raw;
}

static void say(long count, double every, int size) {
    char *body = malloc(size + 300), *frame = malloc(size + 310);
    long long due = now();
    for (long at = 0; at < count; at++) {
        int length = sprintf(body, "42/public,[\"change\",{\"parts\":{\"stage/A\":{\"number\":%ld,\"sent\":%lld,\"weight\":\"",
                             ++number, now());
        memset(body + length, 'x', size);
        length += size + sprintf(body + length + size, "\"}}}]");
        frame[0] = (char)0x81;
        frame[1] = 126;
        frame[2] = (char)(length >> 8);
        frame[3] = (char)length;
        memcpy(frame + 4, body, length);
        for (int to = 0; to < holds; to++)
            if (send(held[to], frame, length + 4, MSG_NOSIGNAL) < 0) perror("send");
        due += (long long)(every * 1e9);
        long long left = due - now();
        if (left > 0) {
            struct timespec rest = {left / 1000000000LL, left % 1000000000LL};
            nanosleep(&rest, NULL);
        }
    }
    free(body);
    free(frame);
}

int main(int count, char **words) {
    int one = 1, listening = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(atoi(words[count - 1]))};
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(listening, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listening, (struct sockaddr *)&here, sizeof here) || listen(listening, 1024)) return 1;
    struct pollfd watched[2] = {{.fd = 0, .events = POLLIN}, {.fd = listening, .events = POLLIN}};
    for (;;) {
        poll(watched, 2, -1);
        if (watched[1].revents) welcome(listening);
        if (watched[0].revents) {
            char line[100];
            ssize_t got = read(0, line, sizeof line - 1);
            if (got <= 0) return 0;
            line[got] = 0;
            long times;
            double every;
            int size;
            if (sscanf(line, "%ld %lf %d", &times, &every, &size) == 3) say(times, every, size);
        }
    }
}
