//! Requests and answers.

use holdpoint_courier::Output;
use holdpoint_courier::poll::{Held, PollClient};

use super::World;
use super::net::Network;

/// How long an agent waits for an answer.
const PATIENCE: u64 = 6_000;
/// How long the server holds a request.
const HOLD: u64 = 2_500;

pub(crate) struct Polled {
    client: PollClient,
    id: u64,
    number: u64,
    /// When requests were sent.
    flights: Vec<(u64, u64)>,
    /// When requests arrive: number, body, whether it is the network that repeats it.
    requests: Vec<(u64, u64, Vec<u8>, bool)>,
    answers: Vec<(u64, u64, Vec<u8>)>,
}

/// A request that the server holds.
pub(crate) struct Waits {
    held: Held,
    site: usize,
    id: u64,
    number: u64,
    since: u64,
}

impl Polled {
    pub(crate) fn new(random: u64) -> Self {
        let mut id = [7; 16];
        id[..8].copy_from_slice(&random.to_be_bytes());
        Self {
            client: PollClient::new(id),
            id: random,
            number: 0,
            flights: Vec::new(),
            requests: Vec::new(),
            answers: Vec::new(),
        }
    }
}

impl World {
    pub(crate) fn carry_requests(&mut self, number: usize) {
        let frozen = self.sites[number].frozen_until > self.now;
        let Network::Poll(mut polled) =
            std::mem::replace(&mut self.sites[number].network, Network::None)
        else {
            return;
        };
        let open = frozen || self.agents_requests(number, &mut polled);
        self.arrive(number, &mut polled);
        self.answer_held(number, &mut polled);
        self.sites[number].network = Network::Poll(polled);
        if !open {
            self.cut(number);
        }
    }

    fn agents_requests(&mut self, number: usize, polled: &mut Polled) -> bool {
        let site = &mut self.sites[number];
        let courier = site.courier.as_mut().unwrap();
        let (now, mut open) = (self.now, true);
        let due: Vec<_> = polled
            .answers
            .extract_if(.., |(arrives, ..)| *arrives <= now)
            .collect();
        for (_, flight, body) in due {
            polled.flights.retain(|(one, _)| *one != flight);
            let (bytes, goes_on) = polled.client.answered(&body).unwrap();
            courier.received(bytes, now);
            open &= goes_on;
        }
        polled.flights.retain(|(_, sent)| now < sent + PATIENCE);
        while polled.client.room() > 0 {
            match courier.output(polled.client.room().min(50_000), &mut site.disk) {
                Output::Bytes(bytes) => polled.client.push(&bytes),
                Output::Nothing => break,
                Output::Closed => {
                    open = false;
                    break;
                }
            }
        }
        let news = polled.client.has_news() && polled.flights.len() < 2;
        if news || polled.flights.is_empty() {
            self.request(polled);
        }
        open
    }

    fn request(&mut self, polled: &mut Polled) {
        polled.number += 1;
        polled.flights.push((polled.number, self.now));
        let body = polled.client.request();
        if !self.dice.hit(self.weather.lose) {
            let arrives = self.now + self.dice.between(0, 200);
            polled
                .requests
                .push((arrives, polled.number, body.clone(), false));
        }
        if self.dice.hit(self.weather.repeat) {
            self.counts.repeated += 1;
            let arrives = self.now + self.dice.between(0, 8_000);
            polled.requests.push((arrives, polled.number, body, true));
        }
    }

    /// Requests arrive at the server. Whether more will.
    pub(crate) fn arrive(&mut self, number: usize, polled: &mut Polled) -> bool {
        let now = self.now;
        let due: Vec<_> = polled
            .requests
            .extract_if(.., |(arrives, ..)| *arrives <= now)
            .collect();
        for (_, flight, body, _) in due {
            let id = self.sites[number].id.clone();
            let server = &mut self.server;
            let held = server
                .polls
                .request(&mut server.core, Some(&id), &body, now)
                .unwrap();
            let newest = self.server.seen.get(&id).and_then(|seen| seen.session);
            self.server.held.push(Waits {
                held,
                site: number,
                id: polled.id,
                number: flight,
                since: now,
            });
            self.serve();
            let seen = self.server.seen.entry(id).or_default();
            if held.session == newest || held.session == seen.session {
                seen.heard = now;
            }
        }
        !polled.requests.is_empty()
    }

    fn answer_held(&mut self, number: usize, polled: &mut Polled) {
        let now = self.now;
        let server = &mut self.server;
        let mut held = std::mem::take(&mut server.held);
        let mut answered = Vec::new();
        held.retain(|waits| {
            if waits.site != number {
                return true;
            }
            let long = now >= waits.since + HOLD;
            let answer = server.polls.answer(&mut server.core, &waits.held, long);
            let waits_on = answer.is_none();
            answered.extend(answer.map(|body| (waits.id, waits.number, body)));
            waits_on
        });
        self.server.held = held;
        for (id, flight, body) in answered {
            let lost = self.dice.hit(self.weather.lose);
            if id == polled.id && !lost {
                let arrives = self.now + self.dice.between(0, 200);
                polled.answers.push((arrives, flight, body));
            }
        }
    }
}
