CREATE TABLE public.ledger_command (
    id bigint NOT NULL,
    serial character varying(64) NOT NULL,
    opened_micros bigint NOT NULL,
    outcome character varying(16)
);
CREATE TABLE public.ledger_command_origin (
    command_id bigint NOT NULL,
    origin character varying(200) NOT NULL
);
CREATE TABLE public.ledger_entry (
    sequence bigint NOT NULL,
    kind character varying(32) NOT NULL,
    at_micros bigint NOT NULL,
    command_id bigint,
    serial character varying(64),
    body text NOT NULL,
    hash character(64) NOT NULL
);
CREATE TABLE public.ledger_memory (
    memory_key character varying(300) NOT NULL,
    value text NOT NULL
);
CREATE TABLE public.ledger_schema_history (
    installed_rank integer NOT NULL,
    version character varying(50),
    description character varying(200) NOT NULL,
    type character varying(20) NOT NULL,
    script character varying(1000) NOT NULL,
    checksum integer,
    installed_by character varying(100) NOT NULL,
    installed_on timestamp without time zone DEFAULT now() NOT NULL,
    execution_time integer NOT NULL,
    success boolean NOT NULL
);
INSERT INTO public.ledger_command VALUES (1, 'R331ZTEST0000002', 1772366401123456, 'CONFIRMED');
INSERT INTO public.ledger_command VALUES (2, 'R331ZTEST0000001', 1772366402123456, 'CONFIRMED');
INSERT INTO public.ledger_command VALUES (3, 'R331ZTEST0000002', 1772366403123456, 'CONFIRMED');
INSERT INTO public.ledger_command VALUES (4, 'R331ZTEST0000001', 1772366404123456, 'REFUSED');
INSERT INTO public.ledger_command VALUES (5, 'R331ZTEST0000002', 1772366405123456, 'CONFIRMED');
INSERT INTO public.ledger_command VALUES (6, 'R331ZTEST0000001', 1772366406123456, 'CONFIRMED');
INSERT INTO public.ledger_command VALUES (7, 'R331ZTEST0000002', 1772366407123456, 'CONFIRMED');
INSERT INTO public.ledger_command VALUES (8, 'R331ZTEST0000001', 1772366408123456, 'REFUSED');
INSERT INTO public.ledger_command VALUES (9, 'R331ZTEST0000002', 1772366409123456, 'CONFIRMED');
INSERT INTO public.ledger_command VALUES (10, 'R331ZTEST0000001', 1772366410123456, 'CONFIRMED');
INSERT INTO public.ledger_command VALUES (11, 'R331ZTEST0000002', 1772366411123456, 'CONFIRMED');
INSERT INTO public.ledger_command VALUES (12, 'R331ZTEST0000001', 1772366412123456, NULL);
INSERT INTO public.ledger_command_origin VALUES (1, 'night-charging');
INSERT INTO public.ledger_command_origin VALUES (2, 'night-charging');
INSERT INTO public.ledger_command_origin VALUES (3, 'manual:ann');
INSERT INTO public.ledger_command_origin VALUES (4, 'night-charging');
INSERT INTO public.ledger_command_origin VALUES (5, 'night-charging');
INSERT INTO public.ledger_command_origin VALUES (6, 'manual:ann');
INSERT INTO public.ledger_command_origin VALUES (7, 'night-charging');
INSERT INTO public.ledger_command_origin VALUES (8, 'night-charging');
INSERT INTO public.ledger_command_origin VALUES (9, 'manual:ann');
INSERT INTO public.ledger_command_origin VALUES (10, 'night-charging');
INSERT INTO public.ledger_command_origin VALUES (11, 'night-charging');
INSERT INTO public.ledger_command_origin VALUES (12, 'manual:ann');
INSERT INTO public.ledger_entry VALUES (1, 'rules', 1772366400123456, NULL, '', '{"type":"noted","kind":"rules","subject":"","detail":"3 rules loaded","at":"2026-03-01T12:00:00.123456789Z"}', 'f2479609007f229808dfd35734211b7785459d814f2d28086d03fe3cc6344886');
INSERT INTO public.ledger_entry VALUES (2, 'connection', 1772366400123456, NULL, '', '{"type":"noted","kind":"connection","subject":"","detail":"connected","at":"2026-03-01T12:00:00.123456789Z"}', 'bafab55ee3cdcd9acabc8c0e96298a194450bdb5d8cd8465d98dbb6b611f875f');
INSERT INTO public.ledger_entry VALUES (3, 'rule', 1772366400123456, NULL, 'R331ZTEST0000001', '{"type":"rule","rule":"night-charging","serial":"R331ZTEST0000001","from":"INACTIVE","to":"ACTIVE","reason":"time in 23:30..05:30","at":"2026-03-01T12:00:00.123456789Z"}', '4d70b3e2b4f24fff068113be8833ebe9183c5dec44ac824edfeccd6429484903');
INSERT INTO public.ledger_entry VALUES (4, 'command-opened', 1772366401123456, 1, 'R331ZTEST0000002', '{"type":"opened","commandId":1,"serial":"R331ZTEST0000002","origins":["night-charging"],"reason":"soc < 20% (soc = 12 %) for \"2m\"\nand more","command":"acChgCfg","params":{"chgWatts":400,"flag":true,"chgPauseFlag":255,"list":[1,2],"share":0.5},"setPoints":{"ac-charging.watts":"400 W"},"values":{"ac-charging.watts":400.0},"at":"2026-03-01T12:00:01.123456789Z"}', 'f12caf221366aa5a034eea3c92ce0baaaabc00b74939f5def2d52e89105e8364');
INSERT INTO public.ledger_entry VALUES (5, 'command-step', 1772366401123456, 1, NULL, '{"type":"step","commandId":1,"step":"SENT","detail":"try 1, message 100000064","at":"2026-03-01T12:00:01.123456789Z"}', '2c86ab672bcba8dbcdbd9f511694f639f7a9ace34e3a7db10d937c16f1c45479');
INSERT INTO public.ledger_entry VALUES (6, 'command-step', 1772366401123456, 1, NULL, '{"type":"step","commandId":1,"step":"ACCEPTED","detail":"try 1, message 100000064","at":"2026-03-01T12:00:01.123456789Z"}', 'be4fbb89074d39c1e0a3d288e4f5ffbed4bfa868403b65d43beec3bd9d85b5eb');
INSERT INTO public.ledger_entry VALUES (7, 'command-ended', 1772366401123456, 1, NULL, '{"type":"ended","commandId":1,"outcome":"CONFIRMED","detail":"ac-charging.watts = 400 W","at":"2026-03-01T12:00:01.123456789Z"}', 'dcf85f4ba8dd96980d4d0ab320249d0e54c410f60e4e16dd623a20c539e91002');
INSERT INTO public.ledger_entry VALUES (8, 'command-opened', 1772366402123456, 2, 'R331ZTEST0000001', '{"type":"opened","commandId":2,"serial":"R331ZTEST0000001","origins":["night-charging"],"reason":"soc < 20% (soc = 12 %) for \"2m\"\nand more","command":"acChgCfg","params":{"chgWatts":400,"flag":true,"chgPauseFlag":255,"list":[1,2],"share":0.5},"setPoints":{"ac-charging.watts":"400 W"},"values":{"ac-charging.watts":400.0},"at":"2026-03-01T12:00:02.123456789Z"}', '3ace67bcfdee4cdc42e54e1bd23f9e5f37e7eeccbe0a20c08dc23a56f30d236d');
INSERT INTO public.ledger_entry VALUES (9, 'command-step', 1772366402123456, 2, NULL, '{"type":"step","commandId":2,"step":"SENT","detail":"try 1, message 100000064","at":"2026-03-01T12:00:02.123456789Z"}', 'e17554d0ca99217be759dcc9a3c0a29828dc52f9dd02553a3d50dfe02327e17b');
INSERT INTO public.ledger_entry VALUES (10, 'command-step', 1772366402123456, 2, NULL, '{"type":"step","commandId":2,"step":"ACCEPTED","detail":"try 1, message 100000064","at":"2026-03-01T12:00:02.123456789Z"}', '286b175a2797b4d5cf0d872d9b773e7ce61b2a50ea784651eb8de0b1845c419c');
INSERT INTO public.ledger_entry VALUES (11, 'command-ended', 1772366402123456, 2, NULL, '{"type":"ended","commandId":2,"outcome":"CONFIRMED","detail":"ac-charging.watts = 400 W","at":"2026-03-01T12:00:02.123456789Z"}', '0a6f63947adeaaad24953abab9fc4b68e1516d5f744c551486f7f9a3a20b6352');
INSERT INTO public.ledger_entry VALUES (12, 'command-opened', 1772366403123456, 3, 'R331ZTEST0000002', '{"type":"opened","commandId":3,"serial":"R331ZTEST0000002","origins":["manual:ann"],"reason":"soc < 20% (soc = 12 %) for \"2m\"\nand more","command":"acChgCfg","params":{"chgWatts":400,"flag":true,"chgPauseFlag":255,"list":[1,2],"share":0.5},"setPoints":{"ac-charging.watts":"400 W"},"values":{"ac-charging.watts":400.0},"at":"2026-03-01T12:00:03.123456789Z"}', '42e5d3d055ca12f978c56c80a2f1ffb6edc297df60537e1f92a4f29619861345');
INSERT INTO public.ledger_entry VALUES (13, 'command-step', 1772366403123456, 3, NULL, '{"type":"step","commandId":3,"step":"SENT","detail":"try 1, message 100000064","at":"2026-03-01T12:00:03.123456789Z"}', 'edb671c524c3752a44013eddc330b377890f855e25d4bf6a4159c1d2311824e7');
INSERT INTO public.ledger_entry VALUES (14, 'command-step', 1772366403123456, 3, NULL, '{"type":"step","commandId":3,"step":"ACCEPTED","detail":"try 1, message 100000064","at":"2026-03-01T12:00:03.123456789Z"}', '5c79abb0537a22be5236f174b110c0e3f721a888979fe0452ed40d590164a495');
INSERT INTO public.ledger_entry VALUES (15, 'command-ended', 1772366403123456, 3, NULL, '{"type":"ended","commandId":3,"outcome":"CONFIRMED","detail":"ac-charging.watts = 400 W","at":"2026-03-01T12:00:03.123456789Z"}', '32000425eba15ec9538005673070e6fa3bfa34d3ba99808f3e2416856a4d9770');
INSERT INTO public.ledger_entry VALUES (16, 'command-opened', 1772366404123456, 4, 'R331ZTEST0000001', '{"type":"opened","commandId":4,"serial":"R331ZTEST0000001","origins":["night-charging"],"reason":"soc < 20% (soc = 12 %) for \"2m\"\nand more","command":"acChgCfg","params":{"chgWatts":400,"flag":true,"chgPauseFlag":255,"list":[1,2],"share":0.5},"setPoints":{"ac-charging.watts":"400 W"},"values":{"ac-charging.watts":400.0},"at":"2026-03-01T12:00:04.123456789Z"}', '07c61b7c299b1a95de7931f56507dc9b2f6e315c39f94b926f95acde93ac0ca1');
INSERT INTO public.ledger_entry VALUES (17, 'command-step', 1772366404123456, 4, NULL, '{"type":"step","commandId":4,"step":"SENT","detail":"try 1, message 100000064","at":"2026-03-01T12:00:04.123456789Z"}', '93ee7812931ec6b5f668d712c915b66cc2bee422859bab6baebfa14871e91ea0');
INSERT INTO public.ledger_entry VALUES (18, 'command-step', 1772366404123456, 4, NULL, '{"type":"step","commandId":4,"step":"ACCEPTED","detail":"try 1, message 100000064","at":"2026-03-01T12:00:04.123456789Z"}', 'b2027b833c07b9fcfc65cb7d6f52710a29859a70c2d011ea2cac722ac0fc569a');
INSERT INTO public.ledger_entry VALUES (19, 'command-ended', 1772366404123456, 4, NULL, '{"type":"ended","commandId":4,"outcome":"REFUSED","detail":"ac-charging.watts = 400 W","at":"2026-03-01T12:00:04.123456789Z"}', 'e2ee390f652484fe177b32843ef20cd20580a19a76d4b33a40746d624f34ceb6');
INSERT INTO public.ledger_entry VALUES (20, 'command-opened', 1772366405123456, 5, 'R331ZTEST0000002', '{"type":"opened","commandId":5,"serial":"R331ZTEST0000002","origins":["night-charging"],"reason":"soc < 20% (soc = 12 %) for \"2m\"\nand more","command":"acChgCfg","params":{"chgWatts":400,"flag":true,"chgPauseFlag":255,"list":[1,2],"share":0.5},"setPoints":{"ac-charging.watts":"400 W"},"values":{"ac-charging.watts":400.0},"at":"2026-03-01T12:00:05.123456789Z"}', 'a1f714d9a2acae0e8e5c5c2008a6b6c5faaa08cd53d9bd150e8b4b747969364c');
INSERT INTO public.ledger_entry VALUES (21, 'command-step', 1772366405123456, 5, NULL, '{"type":"step","commandId":5,"step":"SENT","detail":"try 1, message 100000064","at":"2026-03-01T12:00:05.123456789Z"}', '312ace1ed68a206a205de56b4c0c3d0735a6da13e3dd73e0f160b6df91addbf3');
INSERT INTO public.ledger_entry VALUES (22, 'command-step', 1772366405123456, 5, NULL, '{"type":"step","commandId":5,"step":"ACCEPTED","detail":"try 1, message 100000064","at":"2026-03-01T12:00:05.123456789Z"}', '83822beffa0e9ec02779dda32cdc027c0e451a9a81a44c964c6840b5f6ad036d');
INSERT INTO public.ledger_entry VALUES (23, 'command-ended', 1772366405123456, 5, NULL, '{"type":"ended","commandId":5,"outcome":"CONFIRMED","detail":"ac-charging.watts = 400 W","at":"2026-03-01T12:00:05.123456789Z"}', 'd15f468528c642c93b1c1088aa417991d84dad0da9c78d0fa106c3b4da661ae4');
INSERT INTO public.ledger_entry VALUES (24, 'command-opened', 1772366406123456, 6, 'R331ZTEST0000001', '{"type":"opened","commandId":6,"serial":"R331ZTEST0000001","origins":["manual:ann"],"reason":"soc < 20% (soc = 12 %) for \"2m\"\nand more","command":"acChgCfg","params":{"chgWatts":400,"flag":true,"chgPauseFlag":255,"list":[1,2],"share":0.5},"setPoints":{"ac-charging.watts":"400 W"},"values":{"ac-charging.watts":400.0},"at":"2026-03-01T12:00:06.123456789Z"}', '2670f901d506f0c879a8cb90ef90cdc4d281c8e8bedb751906b0478903d90034');
INSERT INTO public.ledger_entry VALUES (25, 'command-step', 1772366406123456, 6, NULL, '{"type":"step","commandId":6,"step":"SENT","detail":"try 1, message 100000064","at":"2026-03-01T12:00:06.123456789Z"}', 'ca1572d4e46a1d2c26f940e36b165584f44b6da74685045296973dc79a250dc7');
INSERT INTO public.ledger_entry VALUES (26, 'command-step', 1772366406123456, 6, NULL, '{"type":"step","commandId":6,"step":"ACCEPTED","detail":"try 1, message 100000064","at":"2026-03-01T12:00:06.123456789Z"}', 'b62ba1b1ffef5013ea2c313057be0c56eee96de28f6d830dc8ad9e5272e8346b');
INSERT INTO public.ledger_entry VALUES (27, 'command-ended', 1772366406123456, 6, NULL, '{"type":"ended","commandId":6,"outcome":"CONFIRMED","detail":"ac-charging.watts = 400 W","at":"2026-03-01T12:00:06.123456789Z"}', '16f53cf7fa2448ea2db18bbe00de72e967d5e0736272414b132c0bb1406d99de');
INSERT INTO public.ledger_entry VALUES (28, 'command-opened', 1772366407123456, 7, 'R331ZTEST0000002', '{"type":"opened","commandId":7,"serial":"R331ZTEST0000002","origins":["night-charging"],"reason":"soc < 20% (soc = 12 %) for \"2m\"\nand more","command":"acChgCfg","params":{"chgWatts":400,"flag":true,"chgPauseFlag":255,"list":[1,2],"share":0.5},"setPoints":{"ac-charging.watts":"400 W"},"values":{"ac-charging.watts":400.0},"at":"2026-03-01T12:00:07.123456789Z"}', '1da5b0a579eb075c79849bbc829febb26260e385faf257f89162b66dd6ecca90');
INSERT INTO public.ledger_entry VALUES (29, 'command-step', 1772366407123456, 7, NULL, '{"type":"step","commandId":7,"step":"SENT","detail":"try 1, message 100000064","at":"2026-03-01T12:00:07.123456789Z"}', '9c432c6848b0baa5093cf78bc534cbf55178e8931c4b69691d1392b2704d2edc');
INSERT INTO public.ledger_entry VALUES (30, 'command-step', 1772366407123456, 7, NULL, '{"type":"step","commandId":7,"step":"ACCEPTED","detail":"try 1, message 100000064","at":"2026-03-01T12:00:07.123456789Z"}', '023371739d09f4260639f53281aa8a702e0be340ac8bd611cc24456835160179');
INSERT INTO public.ledger_entry VALUES (31, 'command-ended', 1772366407123456, 7, NULL, '{"type":"ended","commandId":7,"outcome":"CONFIRMED","detail":"ac-charging.watts = 400 W","at":"2026-03-01T12:00:07.123456789Z"}', '67df29ef0a6bc9635c76949d7689598aa35507377e8e38184097eb5f5fa3f58f');
INSERT INTO public.ledger_entry VALUES (32, 'command-opened', 1772366408123456, 8, 'R331ZTEST0000001', '{"type":"opened","commandId":8,"serial":"R331ZTEST0000001","origins":["night-charging"],"reason":"soc < 20% (soc = 12 %) for \"2m\"\nand more","command":"acChgCfg","params":{"chgWatts":400,"flag":true,"chgPauseFlag":255,"list":[1,2],"share":0.5},"setPoints":{"ac-charging.watts":"400 W"},"values":{"ac-charging.watts":400.0},"at":"2026-03-01T12:00:08.123456789Z"}', '4309d37bc3bc35dc02b60595ba8e04b0585d26b3cfe3306d24ae8f3239e8045c');
INSERT INTO public.ledger_entry VALUES (33, 'command-step', 1772366408123456, 8, NULL, '{"type":"step","commandId":8,"step":"SENT","detail":"try 1, message 100000064","at":"2026-03-01T12:00:08.123456789Z"}', 'e1db6f5a7438dc4775e2f1d484cb56cadf5207c0e121c02d1f52ea57e1308eeb');
INSERT INTO public.ledger_entry VALUES (34, 'command-step', 1772366408123456, 8, NULL, '{"type":"step","commandId":8,"step":"ACCEPTED","detail":"try 1, message 100000064","at":"2026-03-01T12:00:08.123456789Z"}', 'd6134b9268518fbc15b0c01b7163a8c8eb08af5bc3cbd249c19e06cb6781d216');
INSERT INTO public.ledger_entry VALUES (35, 'command-ended', 1772366408123456, 8, NULL, '{"type":"ended","commandId":8,"outcome":"REFUSED","detail":"ac-charging.watts = 400 W","at":"2026-03-01T12:00:08.123456789Z"}', '89bf346d61b09e61fd7f64158719423c7861e3dfbc47faa559902e7586673ba5');
INSERT INTO public.ledger_entry VALUES (36, 'command-opened', 1772366409123456, 9, 'R331ZTEST0000002', '{"type":"opened","commandId":9,"serial":"R331ZTEST0000002","origins":["manual:ann"],"reason":"soc < 20% (soc = 12 %) for \"2m\"\nand more","command":"acChgCfg","params":{"chgWatts":400,"flag":true,"chgPauseFlag":255,"list":[1,2],"share":0.5},"setPoints":{"ac-charging.watts":"400 W"},"values":{"ac-charging.watts":400.0},"at":"2026-03-01T12:00:09.123456789Z"}', 'b8cc9fe34e61beee0936d6535fb18bb549855255b1e14cb94c0fd77dc4c748df');
INSERT INTO public.ledger_entry VALUES (37, 'command-step', 1772366409123456, 9, NULL, '{"type":"step","commandId":9,"step":"SENT","detail":"try 1, message 100000064","at":"2026-03-01T12:00:09.123456789Z"}', 'd4d9e0e7ccd573db33ca1ec4e740f4a02d5fde85962b6eeaf0ef0a44148c3c99');
INSERT INTO public.ledger_entry VALUES (38, 'command-step', 1772366409123456, 9, NULL, '{"type":"step","commandId":9,"step":"ACCEPTED","detail":"try 1, message 100000064","at":"2026-03-01T12:00:09.123456789Z"}', 'f07a190bfff8226c4314c4a51c46645eaa993d48d1d39315eb6f4d6fb2a5bc98');
INSERT INTO public.ledger_entry VALUES (39, 'command-ended', 1772366409123456, 9, NULL, '{"type":"ended","commandId":9,"outcome":"CONFIRMED","detail":"ac-charging.watts = 400 W","at":"2026-03-01T12:00:09.123456789Z"}', '0f35d7be0bf476af023f1547cdda6e9ff738d4dd5ac6e967b55d612b9c368c12');
INSERT INTO public.ledger_entry VALUES (40, 'command-opened', 1772366410123456, 10, 'R331ZTEST0000001', '{"type":"opened","commandId":10,"serial":"R331ZTEST0000001","origins":["night-charging"],"reason":"soc < 20% (soc = 12 %) for \"2m\"\nand more","command":"acChgCfg","params":{"chgWatts":400,"flag":true,"chgPauseFlag":255,"list":[1,2],"share":0.5},"setPoints":{"ac-charging.watts":"400 W"},"values":{"ac-charging.watts":400.0},"at":"2026-03-01T12:00:10.123456789Z"}', '488d1c6474d8d37821e166303de9f7710384bfc4f48a355d531fa0dbc664d7cd');
INSERT INTO public.ledger_entry VALUES (41, 'command-step', 1772366410123456, 10, NULL, '{"type":"step","commandId":10,"step":"SENT","detail":"try 1, message 100000064","at":"2026-03-01T12:00:10.123456789Z"}', '0a7831b5f806685c4dd880086c057af4f16bda11cd668122cef0ddd65f36f3a3');
INSERT INTO public.ledger_entry VALUES (42, 'command-step', 1772366410123456, 10, NULL, '{"type":"step","commandId":10,"step":"ACCEPTED","detail":"try 1, message 100000064","at":"2026-03-01T12:00:10.123456789Z"}', 'ae12b4fbda4b488e8310f8c41286fa518f7f7fc3fda281e36daee295f08ace6e');
INSERT INTO public.ledger_entry VALUES (43, 'command-ended', 1772366410123456, 10, NULL, '{"type":"ended","commandId":10,"outcome":"CONFIRMED","detail":"ac-charging.watts = 400 W","at":"2026-03-01T12:00:10.123456789Z"}', '21ed867b1d80503319f49717b1ab0d3377b081f4534d296fab32f1b7d74f6156');
INSERT INTO public.ledger_entry VALUES (44, 'command-opened', 1772366411123456, 11, 'R331ZTEST0000002', '{"type":"opened","commandId":11,"serial":"R331ZTEST0000002","origins":["night-charging"],"reason":"soc < 20% (soc = 12 %) for \"2m\"\nand more","command":"acChgCfg","params":{"chgWatts":400,"flag":true,"chgPauseFlag":255,"list":[1,2],"share":0.5},"setPoints":{"ac-charging.watts":"400 W"},"values":{"ac-charging.watts":400.0},"at":"2026-03-01T12:00:11.123456789Z"}', 'abf867e5d89ad21cb8c2bb6cff4486ad416f94ee4e4241c3fc8246aa8dca51e6');
INSERT INTO public.ledger_entry VALUES (45, 'command-step', 1772366411123456, 11, NULL, '{"type":"step","commandId":11,"step":"SENT","detail":"try 1, message 100000064","at":"2026-03-01T12:00:11.123456789Z"}', 'e91e72eb945e9f76d80dcfdfb3e5c91580c5f165f27fd5b4f6f3ad9fc13c0897');
INSERT INTO public.ledger_entry VALUES (46, 'command-step', 1772366411123456, 11, NULL, '{"type":"step","commandId":11,"step":"ACCEPTED","detail":"try 1, message 100000064","at":"2026-03-01T12:00:11.123456789Z"}', 'ebe379f4b7695a9b932ab614bc8c58bed4a72b8f1568a8872d095b68c3b8181a');
INSERT INTO public.ledger_entry VALUES (47, 'command-ended', 1772366411123456, 11, NULL, '{"type":"ended","commandId":11,"outcome":"CONFIRMED","detail":"ac-charging.watts = 400 W","at":"2026-03-01T12:00:11.123456789Z"}', '350deb8a52af36ba3cf92a3665c567a733c65a553fa1fcb94e35c84aa8fe1754');
INSERT INTO public.ledger_entry VALUES (48, 'command-opened', 1772366412123456, 12, 'R331ZTEST0000001', '{"type":"opened","commandId":12,"serial":"R331ZTEST0000001","origins":["manual:ann"],"reason":"soc < 20% (soc = 12 %) for \"2m\"\nand more","command":"acChgCfg","params":{"chgWatts":400,"flag":true,"chgPauseFlag":255,"list":[1,2],"share":0.5},"setPoints":{"ac-charging.watts":"400 W"},"values":{"ac-charging.watts":400.0},"at":"2026-03-01T12:00:12.123456789Z"}', 'b22112fb8c5b88b0fe48b480f6e4c72583630d0208a33bacb8bb1936459bf49c');
INSERT INTO public.ledger_entry VALUES (49, 'command-step', 1772366412123456, 12, NULL, '{"type":"step","commandId":12,"step":"SENT","detail":"try 1, message 100000064","at":"2026-03-01T12:00:12.123456789Z"}', '6e68056c34a6e40149b667c4191d61db13d365f547cb5dfc51123579c8c1ca67');
INSERT INTO public.ledger_entry VALUES (50, 'external-change', 1772366400123456, NULL, 'R331ZTEST0000001', '{"type":"external","serial":"R331ZTEST0000001","setting":"ac-charging.watts","from":"400 W","to":"700 W","at":"2026-03-01T12:00:00.123456789Z"}', 'addd015057a282ba7b2a8859eb77b0ad6433a0b718fea8b3e91b8b73f339a1f3');
INSERT INTO public.ledger_entry VALUES (51, 'rules', 1772366400123456, NULL, '', '{"type":"noted","kind":"rules","subject":"","detail":"ä € 😀 \" \\ \n ende","at":"2026-03-01T12:00:00.123456789Z"}', '520b179011ba475e8123b323b5cb15abb6de363881c4cad0901ad4391f5bb81f');
INSERT INTO public.ledger_memory VALUES ('rule/night-charging/R331ZTEST0000001', '{"phase":"ACTIVE"}');
INSERT INTO public.ledger_schema_history VALUES (1, '1', 'ledger', 'SQL', 'V1__ledger.sql', 801971422, 'joulekeeper', '2026-11-22 12:15:22.079947', 130, true);
ALTER TABLE ONLY public.ledger_command_origin
    ADD CONSTRAINT ledger_command_origin_pkey PRIMARY KEY (origin, command_id);
ALTER TABLE ONLY public.ledger_command
    ADD CONSTRAINT ledger_command_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_pkey PRIMARY KEY (sequence);
ALTER TABLE ONLY public.ledger_memory
    ADD CONSTRAINT ledger_memory_pkey PRIMARY KEY (memory_key);
ALTER TABLE ONLY public.ledger_schema_history
    ADD CONSTRAINT ledger_schema_history_pk PRIMARY KEY (installed_rank);
CREATE INDEX ledger_command_outcome ON public.ledger_command USING btree (outcome, id);
CREATE INDEX ledger_command_serial ON public.ledger_command USING btree (serial, id);
CREATE INDEX ledger_entry_command ON public.ledger_entry USING btree (command_id, sequence);
CREATE INDEX ledger_entry_kind ON public.ledger_entry USING btree (kind, sequence);
CREATE INDEX ledger_entry_serial ON public.ledger_entry USING btree (serial, sequence);
CREATE INDEX ledger_schema_history_s_idx ON public.ledger_schema_history USING btree (success);
