use super::*;
use calamine::Data;

const HEAD: &str = "id,Title_AR,price_lyd,created_at";

fn read(bytes: &[u8]) -> Result<(Told, Vec<Vec<String>>), RowProblem> {
    let sheet = Sheet::open("products", &Bytes::copy_from_slice(bytes), &["id", "title_ar"])?;
    assert_eq!((sheet.columns["id"], sheet.columns["title_ar"]), (0, 1));
    let told = sheet.told.clone();
    Ok((told, sheet.rows().map(|row| row.iter().map(str::to_owned).collect()).collect()))
}

fn prices(separator: char, typed: &[&str]) -> bool {
    let rows: Vec<String> = typed.iter().map(|price| format!("1{separator}أ{separator}\"{price}\"{separator}")).collect();
    let head = HEAD.replace(',', &separator.to_string());
    read(format!("{head}\n{}\n", rows.join("\n")).as_bytes()).unwrap().0.decimal_comma
}

#[test]
fn letters_are_read_in_the_encoding_that_they_are_in() {
    let text = "id;title_ar\n1;سلة «سعف»\n";
    let (arabic, _, _) = encoding_rs::WINDOWS_1256.encode(text);
    let wide: Vec<u16> = text.encode_utf16().collect();
    let little: Vec<u8> = wide.iter().flat_map(|unit| unit.to_le_bytes()).collect();
    let big: Vec<u8> = wide.iter().flat_map(|unit| unit.to_be_bytes()).collect();
    for (bytes, encoding) in [
        (text.as_bytes().to_vec(), "UTF-8"),
        ([b"\xEF\xBB\xBF", text.as_bytes()].concat(), "UTF-8"),
        (arabic.into_owned(), "windows-1256"),
        (little.clone(), "UTF-16LE"),
        ([vec![0xFF, 0xFE], little].concat(), "UTF-16LE"),
        (big.clone(), "UTF-16BE"),
        ([vec![0xFE, 0xFF], big].concat(), "UTF-16BE"),
    ] {
        let (told, rows) = read(&bytes).unwrap();
        assert_eq!((told.letters.as_deref(), told.separator), (Some(encoding), Some(';')), "{bytes:?}");
        assert_eq!(rows, [["1", "سلة «سعف»"]], "{encoding}");
    }
    for (bytes, why) in [
        (&b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01\x9C"[..], RowProblem::NotText),
        (b"id,title_ar\n1,\xE9t\xE9 fran\xE7ais d\xE9j\xE0\n", RowProblem::NotText),
        (b"", RowProblem::NoRows),
        (b"PK\x03\x04 not a workbook", RowProblem::NotATable),
        (&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0], RowProblem::NotATable),
    ] {
        assert_eq!(read(bytes).map(|_| ()), Err(why));
    }
}

#[test]
fn columns_are_parted_by_what_the_heading_shows() {
    for (text, separator) in [
        ("id,title_ar\n1,أ\n", ','),
        ("ID;TITLE AR;\"a,b,c,d\"\n1;أ;ب\n", ';'),
        ("id\ttitle-ar\n1\tأ\n", '\t'),
        ("id|title_ar\n1|أ\n", '|'),
        ("sep=;\nid;title_ar\n1;أ\n", ';'),
        ("SEP=,\nid,title_ar\n1,أ\n", ','),
        ("sep=\t\nid\ttitle_ar\n1\tأ\n", '\t'),
    ] {
        let (told, rows) = read(text.as_bytes()).unwrap();
        assert_eq!((told.separator, rows[0][1].as_str()), (Some(separator), "أ"), "{text}");
    }
}

#[test]
fn lines_are_those_of_the_file() {
    let lines = |text: &str| -> Vec<u64> {
        let sheet = Sheet::open("products", &Bytes::copy_from_slice(text.as_bytes()), &[]).unwrap();
        sheet.rows().map(|row| row.position().unwrap().line()).collect()
    };
    for end in ["\n", "\r\n", "\r"] {
        let text = "id,title_ar\n1,أ\n2,\"ب\nت\"\n3,ث\n,\n4,ج\n";
        assert_eq!(lines(&text.replace('\n', end)), [2, 3, 5, 7], "{end:?}");
        assert_eq!(lines(&format!("sep=,\n{text}").replace('\n', end)), [3, 4, 6, 8], "{end:?}");
    }
}

#[test]
fn a_comma_before_decimals_is_what_the_file_shows_it_to_be() {
    assert!(prices(';', &["21,750", "45"]), "Excel parts by semicolons because the comma has a task");
    assert!(prices('\t', &["21,750", "4,5"]));
    assert!(prices(',', &["21,750", "0,500"]));
    assert!(prices(';', &["1.250,000", "12,500"]), "a point before thousands");
    for typed in [&["21,750", "1,250.500"][..], &["21.750"], &["45"], &["1,250,500"], &["21,7505"], &[]] {
        assert!(!prices(';', typed), "{typed:?}");
    }
    assert!(!prices(',', &["21,750"]), "one that may be a thousand stays a question");
    let told = Told { decimal_comma: true, ..Told::default() };
    for (typed, dirhams) in [("21,750", 21_750), ("4,5 د.ل", 4_500), ("45", 45_000)] {
        assert_eq!(ground::money::Money::parse_price(&price(&told, typed)).unwrap().0, dirhams, "{typed}");
    }
}

#[test]
fn times_are_read_as_people_and_programs_write_them() {
    let order = |days: &[&str]| {
        let mut seen = times::Days::default();
        days.iter().for_each(|day| seen.see(day));
        seen.order()
    };
    assert_eq!(order(&["03/04/2026", "16/03/2026"]), Order::DayFirst);
    assert_eq!(order(&["03/04/2026", "03/16/2026 10:00"]), Order::MonthFirst);
    assert_eq!(order(&["03/04/2026"]), Order::DayFirst, "as in Libya");
    let read = |typed: &str, order| times::read(typed, order).map(|at| at.format("%Y-%m-%d %H:%M:%S").to_string());
    for (typed, utc) in [
        ("2026-03-16T17:53:00Z", "2026-03-16 17:53:00"),
        ("2026-03-16T17:53:00+02:00", "2026-03-16 15:53:00"),
        ("16/03/2026 17:53", "2026-03-16 15:53:00"),
        ("١٦/٣/٢٠٢٦ ٥:٥٣ م", "2026-03-16 15:53:00"),
        ("16.3.2026", "2026-03-15 22:00:00"),
        ("2026-03-16 17:53:09", "2026-03-16 15:53:09"),
        ("16 مارس 2026 17:53", "2026-03-16 15:53:00"),
        ("46097.745138889", "2026-03-16 15:53:00"),
    ] {
        assert_eq!(read(typed, Order::DayFirst).as_deref(), Some(utc), "{typed}");
    }
    assert_eq!(read("03/16/2026 17:53", Order::MonthFirst).as_deref(), Some("2026-03-16 15:53:00"));
    assert_eq!(read("5/13/24", Order::MonthFirst), None, "a year has four digits");
    for typed in ["", "yesterday", "2026", "32/01/2026", "16/03/2026 25:00", "03/16/2026", "5"] {
        assert_eq!(read(typed, Order::DayFirst), None, "{typed}");
    }
}

#[test]
fn cells_are_what_would_be_typed() {
    for (cell, word) in [
        (Data::Float(12.0), "12"),
        (Data::Float(21.75), "21.75"),
        (Data::Float(12.0 * 1.1), "13.2"),
        (Data::Float(0.1 + 0.2), "0.3"),
        (Data::Int(7), "7"),
        (Data::String("00012".into()), "00012"),
        (Data::Empty, ""),
        (Data::Error(calamine::CellErrorType::NA), ""),
    ] {
        assert_eq!(workbook::word(&cell), word);
    }
}

#[test]
fn a_workbook_is_read_from_the_sheet_that_has_the_columns() {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write_string(0, 0, "ملاحظات").unwrap();
    let sheet = book.add_worksheet();
    sheet.set_right_to_left(true);
    for (at, heading) in ["ID", "Title AR", "price_lyd", "created_at"].into_iter().enumerate() {
        sheet.write_string(2, at as u16, heading).unwrap();
    }
    let day = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 3, 16).unwrap().and_hms(17, 53, 0).unwrap();
    let format = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy hh:mm");
    sheet.write_number(3, 0, 12).unwrap();
    sheet.write_string(3, 1, "سلة").unwrap();
    sheet.write_number(3, 2, 21.75).unwrap();
    sheet.write_datetime_with_format(3, 3, &day, &format).unwrap();
    let bytes = Bytes::from(book.save_to_buffer().unwrap());
    let (told, rows) = read(&bytes).unwrap();
    assert_eq!((told.letters, told.separator), (None, None));
    assert_eq!(rows, [["12", "سلة", "21.75", "2026-03-16 17:53:00"]]);
    let sheet = Sheet::open("products", &bytes, &["id", "title_ar"]).unwrap();
    assert_eq!(sheet.rows().next().unwrap().position().unwrap().line(), 4, "as the workbook numbers it");
}

#[test]
fn a_cell_far_away_takes_no_memory() {
    let far = |row: u32, column: u16| {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (at, heading) in ["id", "title_ar"].into_iter().enumerate() {
            sheet.write_string(0, at as u16, heading).unwrap();
        }
        sheet.write_number(1, 0, 1).unwrap();
        sheet.write_string(row, column, "x").unwrap();
        read(&book.save_to_buffer().unwrap())
    };
    assert_eq!(far(1_048_575, 1).unwrap().1, [vec!["1"], vec!["", "x"]], "the last row that a sheet has");
    assert_eq!(far(1, 16_383).map(|_| ()), Err(RowProblem::TooLarge));
}
