//! What a JPEG holds, by its markers and its bits, before anything of it is drawn. A decoder draws what it finds and leaves the rest grey, and
//! says nothing of it; a mark at the end says nothing either, as it can stand behind half a picture and be missing behind a whole one. So the
//! blocks of the picture are counted: their codes are read and nothing is computed of them.

/// More scans than any camera writes: such a picture is made to keep a decoder busy, and is not looked at further.
pub const MOST_SCANS: usize = 200;

/// A JPEG as its bytes say it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Jpeg {
    /// Where it ends; what stands behind it (a film, a second picture) is no part of it.
    pub end: usize,
    /// How many scans it is made of.
    pub scans: usize,
    /// Whether scans make the whole picture finer one after the other.
    pub progressive: bool,
    /// Whether each block of the picture is there, of a progressive one at its coarsest.
    pub whole: bool,
}

#[derive(Debug, Clone, Copy)]
struct Component {
    id: u8,
    across: u32,
    down: u32,
}

#[derive(Debug, Clone, Default)]
struct Frame {
    width: u32,
    height: u32,
    components: Vec<Component>,
}

/// Codes of one table: what the next sixteen bits begin with, as length and symbol. Length zero is no code.
#[derive(Clone)]
struct Codes(Vec<(u8, u8)>);

impl Codes {
    fn of(counts: &[u8], symbols: &[u8]) -> Option<Self> {
        let mut codes = vec![(0, 0); 1 << 16];
        let (mut next, mut symbols) = (0_usize, symbols.iter());
        for (length, count) in (1_u8..).zip(counts) {
            for _ in 0..*count {
                let room = 1_usize << (16 - length);
                codes.get_mut(next..next + room)?.fill((length, *symbols.next()?));
                next += room;
            }
        }
        Some(Self(codes))
    }
}

/// How many codes of each length there are, and their symbols.
#[derive(Debug, Clone)]
struct Table {
    counts: Vec<u8>,
    symbols: Vec<u8>,
}

/// Reads bits of a scan; a marker ends it.
struct Bits<'a> {
    data: &'a [u8],
    at: usize,
    held: u64,
    count: u32,
}

/// The data ends, or holds what is no code.
struct Ended;

impl Bits<'_> {
    fn fill(&mut self) {
        while self.count <= 48 {
            let step = match self.data.get(self.at..) {
                Some([0xFF, 0x00, ..]) => 2,
                Some([0xFF, ..] | []) | None => break,
                Some(_) => 1,
            };
            self.held |= u64::from(self.data[self.at]) << (56 - self.count);
            self.count += 8;
            self.at += step;
        }
    }

    fn skip(&mut self, bits: u32) -> Result<(), Ended> {
        if self.count < bits {
            self.fill();
        }
        if self.count < bits {
            return Err(Ended);
        }
        self.held <<= bits;
        self.count -= bits;
        Ok(())
    }

    fn symbol(&mut self, codes: &Codes) -> Result<u8, Ended> {
        if self.count < 16 {
            self.fill();
        }
        let (length, symbol) = codes.0[(self.held >> 48) as usize];
        if length == 0 {
            return Err(Ended);
        }
        self.skip(u32::from(length))?;
        Ok(symbol)
    }

    /// Goes on behind the marker at which the picture can be taken up anew.
    fn restart(&mut self) -> Result<(), Ended> {
        (self.held, self.count) = (0, 0);
        loop {
            match self.data.get(self.at..) {
                Some([0xFF, 0xD0..=0xD7, ..]) => {
                    self.at += 2;
                    return Ok(());
                }
                Some([0xFF, 0x00 | 0xFF, ..]) => self.at += 1,
                Some([0xFF, ..] | []) | None => return Err(Ended),
                Some(_) => self.at += 1,
            }
        }
    }
}

/// What was read before a scan.
#[derive(Default)]
struct Reading {
    frame: Frame,
    progressive: bool,
    /// Tables of the first coefficient, then of the others, as they are written: they are laid out for the scan that uses them.
    tables: [[Option<Table>; 4]; 2],
    restart: u32,
    scans: usize,
    /// Components that are there.
    there: Vec<u8>,
    /// Two frames, of which one decoder takes the first and another the second.
    twice: bool,
    /// A process that is not of Huffman codes, which no decoder here reads.
    foreign: bool,
}

impl Jpeg {
    /// Walks over the markers; none if it is no JPEG.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        if !bytes.starts_with(&[0xFF, 0xD8]) {
            return None;
        }
        let mut reading = Reading::default();
        let mut at = 2;
        loop {
            match bytes.get(at..) {
                // Without its mark at the end.
                None | Some([] | [_]) => break,
                Some([0xFF, 0xD9, ..]) => {
                    at += 2;
                    break;
                }
                Some([0xFF, 0x01 | 0xD0..=0xD8, ..]) => at += 2,
                Some([0xFF, marker @ 0x02..=0xFE, high, low, ..]) => {
                    let length = usize::from(u16::from_be_bytes([*high, *low]));
                    let Some(segment) = bytes.get(at + 4..at + 2 + length) else { break };
                    at += 2 + length;
                    reading.segment(*marker, segment);
                    if *marker == 0xDA {
                        let data = &bytes[at..];
                        at += end_of_scan(data);
                        reading.scan(segment, data);
                        if reading.scans > MOST_SCANS {
                            break;
                        }
                    }
                }
                Some(_) => at += 1,
            }
        }
        // Whatever else it is, it has no picture in it.
        if reading.twice || (reading.frame.components.is_empty() && !reading.foreign) {
            return None;
        }
        let whole = reading.frame.components.iter().all(|of| reading.there.contains(&of.id));
        let Reading { scans, progressive, foreign, .. } = reading;
        Some(Self { end: at.min(bytes.len()), scans, progressive, whole: whole || foreign })
    }
}

fn end_of_scan(data: &[u8]) -> usize {
    let marker = |pair: &[u8]| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xD0..=0xD7 | 0xFF);
    data.windows(2).position(marker).unwrap_or(data.len())
}

impl Reading {
    fn segment(&mut self, marker: u8, segment: &[u8]) {
        match (marker, segment) {
            (0xC0..=0xC2, [_, h1, h0, w1, w0, many, rest @ ..]) => {
                let components = rest.chunks_exact(3).take(usize::from(*many));
                let component =
                    |of: &[u8]| Component { id: of[0], across: u32::from(of[1] >> 4).max(1), down: u32::from(of[1] & 15).max(1) };
                let (width, height) = (u16::from_be_bytes([*w1, *w0]).into(), u16::from_be_bytes([*h1, *h0]).into());
                self.twice |= !self.frame.components.is_empty();
                self.frame = Frame { width, height, components: components.map(component).collect() };
                self.progressive = marker == 0xC2;
            }
            (0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF, _) => self.foreign = true,
            (0xC4, mut tables) => {
                while let [which, rest @ ..] = tables {
                    let Some((counts, rest)) = rest.split_at_checked(16) else { break };
                    let many = counts.iter().map(|n| usize::from(*n)).sum();
                    let Some((symbols, rest)) = rest.split_at_checked(many) else { break };
                    if let Some(place) = self.tables.get_mut(usize::from(which >> 4)).and_then(|of| of.get_mut(usize::from(which & 15))) {
                        *place = Some(Table { counts: counts.to_vec(), symbols: symbols.to_vec() });
                    }
                    tables = rest;
                }
            }
            (0xDD, [high, low, ..]) => self.restart = u16::from_be_bytes([*high, *low]).into(),
            _ => {}
        }
    }

    /// Counts a scan, and its components as there if all of their blocks are.
    fn scan(&mut self, header: &[u8], data: &[u8]) {
        self.scans += 1;
        let [many, rest @ ..] = header else { return };
        let Some((named, [first, _, precision, ..])) = rest.split_at_checked(2 * usize::from(*many)) else { return };
        // What only makes finer what is there: its loss is no loss of lines.
        if self.progressive && (*first != 0 || precision >> 4 != 0) {
            return;
        }
        let component = |pair: &[u8]| {
            let of = self.frame.components.iter().find(|of| of.id == pair[0])?;
            let codes = [pair[1] >> 4, pair[1] & 15].map(usize::from);
            let laid_out = |table: &Option<Table>| table.as_ref().and_then(|table| Codes::of(&table.counts, &table.symbols));
            Some((*of, laid_out(self.tables[0].get(codes[0])?)?, self.tables[1].get(codes[1]).and_then(laid_out)))
        };
        // A scan has four components at most.
        let Some(of) = named.chunks_exact(2).take(4).map(component).collect::<Option<Vec<_>>>() else { return };
        let mut bits = Bits { data, at: 0, held: 0, count: 0 };
        if self.blocks(&of, &mut bits).is_ok() {
            let ids: Vec<u8> = of.iter().map(|(of, ..)| of.id).collect();
            self.there.extend(ids);
        }
    }

    /// Reads all blocks of a scan.
    fn blocks(&self, of: &[(Component, Codes, Option<Codes>)], bits: &mut Bits<'_>) -> Result<(), Ended> {
        let Frame { width, height, components } = &self.frame;
        let most = |side: fn(&Component) -> u32| components.iter().map(side).max().unwrap_or(1);
        let (across, down) = (most(|of| of.across), most(|of| of.down));
        let (units, single) = match of {
            // One component stands alone: its own blocks, without those that only fill up.
            [(of, ..)] => {
                let side = |length: u32, own: u32, most: u32| (length * own).div_ceil(most).div_ceil(8);
                (side(*width, of.across, across) * side(*height, of.down, down), true)
            }
            _ => (width.div_ceil(8 * across) * height.div_ceil(8 * down), false),
        };
        if units == 0 {
            return Err(Ended);
        }
        for unit in 0..units {
            if self.restart > 0 && unit > 0 && unit % self.restart == 0 {
                bits.restart()?;
            }
            for (of, first, others) in of {
                for _ in 0..if single { 1 } else { of.across * of.down } {
                    self.block(bits, first, others.as_ref())?;
                }
            }
        }
        Ok(())
    }

    fn block(&self, bits: &mut Bits<'_>, first: &Codes, others: Option<&Codes>) -> Result<(), Ended> {
        let size = bits.symbol(first)?;
        bits.skip(u32::from(size.min(16)))?;
        if self.progressive {
            return Ok(());
        }
        let others = others.ok_or(Ended)?;
        let mut place = 1;
        while place < 64 {
            let symbol = bits.symbol(others)?;
            let (zeros, size) = (u32::from(symbol >> 4), u32::from(symbol & 15));
            match (zeros, size) {
                (15, 0) => place += 16,
                (_, 0) => break,
                _ => {
                    place += zeros + 1;
                    bits.skip(size)?;
                }
            }
        }
        Ok(())
    }
}
